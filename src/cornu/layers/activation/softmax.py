"""Softmax: positive numbers that sum to one."""

from typing import Any

from cornu import activations, ops
from cornu.core import spec_of
from cornu.layers.layer import Layer, register_layer

# Below every real input, so that the exponential vanishes; not infinite, so that a row
# without one valid element gives zeros and not NaN.
_LOWEST = {"float16": -6e4}
_LOWEST_WIDE = -1e37


@register_layer
class Softmax(Layer):
    """Return ``exp(x)`` divided by its sum along an axis.

    Parameters
    ----------
    axis : int or list of int, default -1
        The axes along which the outputs sum to 1.

    Raises
    ------
    ShapeError
        When called: if an axis is out of range.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Softmax()([[0.0, 0.0]]).tolist()
    [[0.5, 0.5]]
    """

    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = list(axis) if isinstance(axis, (list, tuple)) else axis
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Return the shares.

        Parameters
        ----------
        inputs : tensor
        mask : tensor of bool, shape of `inputs`, or None
            Elements that get no share are False.
        """
        axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
        if mask is None:
            return activations.softmax(inputs, axis=axis)
        lowest = _LOWEST.get(spec_of(inputs).dtype.name, _LOWEST_WIDE)
        shares = activations.softmax(ops.where(mask, inputs, lowest), axis=axis)
        return shares * ops.cast(mask, inputs.dtype)
