"""ReLU: the positive part, with settings."""

from typing import Any

from cornu import activations
from cornu.layers.arguments import not_negative
from cornu.layers.layer import Layer, register_layer


@register_layer
class ReLU(Layer):
    """Cut off below a threshold, and above a maximum.

    ``x`` above `threshold`, at most `max_value`; up to it
    ``negative_slope * (x - threshold)``.

    Parameters
    ----------
    max_value : float or None, default None
        Largest output, at least 0; None for no limit.
    negative_slope : float, default 0.0
        Slope below the threshold, at least 0.
    threshold : float, default 0.0
        Where the positive part begins, at least 0.

    Raises
    ------
    ValueError
        If a setting is negative.

    References
    ----------
    .. [1] Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann
       Machines", ICML 2010.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.ReLU(max_value=6)([-1.0, 2.0, 9.0]).tolist()
    [0.0, 2.0, 6.0]
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if max_value is not None:
            not_negative(max_value, "max_value", "ReLU")
        self.max_value = max_value
        self.negative_slope = not_negative(negative_slope, "negative_slope", "ReLU")
        self.threshold = not_negative(threshold, "threshold", "ReLU")
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return the curve at each element of `inputs`."""
        return activations.relu(
            inputs,
            negative_slope=self.negative_slope,
            max_value=self.max_value,
            threshold=self.threshold,
        )
