"""Maximum: a layer of several inputs, and its function."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge


@register_layer
class Maximum(BaseMerge):
    """Take the largest of tensors of fitting shapes, element by element.

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
    >>> layers.Maximum()([a, b]).tolist()
    [[3.0, 4.0]]
    """

    def combine(self, a: Any, b: Any) -> Any:
        """Return the larger elements of two tensors."""
        return ops.maximum(a, b)


def maximum(inputs: Any, **kwargs: Any) -> Any:
    """Return the largest elements of several tensors, as a layer.

    Parameters
    ----------
    inputs : list of tensors
    **kwargs
        Arguments of :class:`Maximum`.
    """
    return Maximum(**kwargs)(inputs)
