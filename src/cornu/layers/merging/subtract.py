"""Subtract: a layer of several inputs, and its function."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge, list_of_shapes


@register_layer
class Subtract(BaseMerge):
    """Subtract the second of two tensors from the first.

    Where ranks differ, the shorter ones get axes of size 1 behind the batch axis.

    Raises
    ------
    ValueError
        If what is given is no list of two tensors.
    ShapeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> a, b = ops.array([[1.0, 2.0]]), ops.array([[3.0, 4.0]])
    >>> layers.Subtract()([a, b]).tolist()
    [[-2.0, -2.0]]
    """

    def build(self, input_shape: Any) -> None:
        """Check that there are two shapes, and that they fit together."""
        shapes = list_of_shapes(input_shape, self)
        if len(shapes) != 2:
            raise ValueError(
                f"Subtract {self.name!r} takes exactly 2 inputs, got {len(shapes)}: "
                f"{shapes}."
            )
        super().build(input_shape)

    def combine(self, a: Any, b: Any) -> Any:
        """Return the difference of two tensors."""
        return ops.subtract(a, b)


def subtract(inputs: Any, **kwargs: Any) -> Any:
    """Return the first of two tensors minus the second, as a layer.

    Parameters
    ----------
    inputs : list of tensors
    **kwargs
        Arguments of :class:`Subtract`.
    """
    return Subtract(**kwargs)(inputs)
