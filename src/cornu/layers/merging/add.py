"""Add: a layer of several inputs, and its function."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge


@register_layer
class Add(BaseMerge):
    """Add up tensors of fitting shapes, element by element.

    Where ranks differ, the shorter ones get axes of size 1 behind the batch axis.

    Raises
    ------
    ValueError
        If what is given is no list of tensors.
    ShapeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> a, b = ops.array([[1.0, 2.0]]), ops.array([[3.0, 4.0]])
    >>> layers.Add()([a, b]).tolist()
    [[4.0, 6.0]]
    """

    def combine(self, a: Any, b: Any) -> Any:
        """Return the sum of two tensors."""
        return ops.add(a, b)


def add(inputs: Any, **kwargs: Any) -> Any:
    """Return the sum of several tensors, as a layer.

    Parameters
    ----------
    inputs : list of tensors
    **kwargs
        Arguments of :class:`Add`.
    """
    return Add(**kwargs)(inputs)
