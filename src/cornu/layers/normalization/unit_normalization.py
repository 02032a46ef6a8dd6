"""UnitNormalization: each sample becomes a vector of length 1."""

from typing import Any

from cornu import ops
from cornu.layers.layer import Layer, register_layer
from cornu.layers.normalization.widening import widened

_SHORTEST = 1e-12  # squared, it is still a normal float32


@register_layer
class UnitNormalization(Layer):
    """Divide each sample by its Euclidean length.

    Vectors shorter than 1e-12 are divided by that, so zeros stay zeros.

    Parameters
    ----------
    axis : int or list of int, default -1
        The axes that make up one vector.

    Raises
    ------
    TypeError
        If an axis is no integer.
    ShapeError
        When called: if an axis is out of range.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.UnitNormalization()([[0.0, 2.0]]).tolist()
    [[0.0, 1.0]]
    """

    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        many = isinstance(axis, (list, tuple))
        if not all(isinstance(a, int) for a in (axis if many else [axis])):
            raise TypeError(
                f"UnitNormalization: axis must be an integer or a list of them, got "
                f"{axis!r}."
            )
        self.axis = list(axis) if many else axis
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return the inputs with length 1 along `axis`, in their shape and type."""
        axes = tuple(self.axis) if isinstance(self.axis, list) else self.axis
        outputs = ops.normalize(widened(inputs), axis=axes, epsilon=_SHORTEST)
        return ops.cast(outputs, inputs.dtype)
