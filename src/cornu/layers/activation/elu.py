"""ELU: linear above zero, exponential below."""

from typing import Any

from cornu import activations
from cornu.layers.layer import Layer, register_layer


@register_layer
class ELU(Layer):
    """Return x where positive, ``alpha * (exp(x) - 1)`` elsewhere.

    Parameters
    ----------
    alpha : float, default 1.0
        Minus the value far to the left.

    References
    ----------
    .. [1] Clevert et al., "Fast and Accurate Deep Network Learning by Exponential
       Linear Units (ELUs)", ICLR 2016.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.ELU()([-1000.0, 2.0]).tolist()
    [-1.0, 2.0]
    """

    def __init__(self, alpha: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.alpha = alpha
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return the curve at each element of `inputs`."""
        return activations.elu(inputs, alpha=self.alpha)
