"""Average: a layer of several inputs, and its function."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge


@register_layer
class Average(BaseMerge):
    """Average tensors of fitting shapes, element by element.

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
    >>> layers.Average()([a, b]).tolist()
    [[2.0, 3.0]]
    """

    def combine(self, a: Any, b: Any) -> Any:
        """Return the sum of two tensors."""
        return ops.add(a, b)

    def merge(self, inputs: list[Any]) -> Any:
        """Return the mean of several tensors."""
        return super().merge(inputs) / len(inputs)


def average(inputs: Any, **kwargs: Any) -> Any:
    """Return the mean of several tensors, as a layer.

    Parameters
    ----------
    inputs : list of tensors
    **kwargs
        Arguments of :class:`Average`.
    """
    return Average(**kwargs)(inputs)
