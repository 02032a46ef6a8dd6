"""LeakyReLU: the positive part, and a little of the negative one."""

from typing import Any

from cornu import activations
from cornu.layers.arguments import not_negative
from cornu.layers.layer import Layer, register_layer


@register_layer
class LeakyReLU(Layer):
    """Return x where positive, ``negative_slope * x`` elsewhere.

    Parameters
    ----------
    negative_slope : float, default 0.3
        Slope below zero, at least 0. Older scripts say `alpha`.

    Raises
    ------
    ValueError
        If `negative_slope` is negative.

    References
    ----------
    .. [1] Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic
       Models", ICML 2013.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.LeakyReLU(0.5)([-1.0, 2.0]).tolist()
    [-0.5, 2.0]
    """

    def __init__(self, negative_slope: float = 0.3, **kwargs: Any) -> None:
        negative_slope = kwargs.pop("alpha", negative_slope)
        super().__init__(**kwargs)
        self.negative_slope = not_negative(
            negative_slope, "negative_slope", "LeakyReLU"
        )
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return the curve at each element of `inputs`."""
        return activations.leaky_relu(inputs, negative_slope=self.negative_slope)
