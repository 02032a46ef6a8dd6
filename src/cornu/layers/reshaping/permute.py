"""Permute: the axes of each sample in another order."""

from typing import Any

from cornu import ops
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class Permute(Layer):
    """Put the axes behind the batch into another order.

    Parameters
    ----------
    dims : tuple of int
        The new order, counted from 1: ``(2, 1)`` swaps the first two.

    Raises
    ------
    ValueError
        If `dims` is no permutation of 1, 2, ...

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Permute((2, 1))(ops.ones((5, 3, 4))).shape
    (5, 4, 3)
    """

    def __init__(self, dims: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(
                f"Permute: dims={self.dims} must hold each of 1 to {len(self.dims)} "
                f"once; the batch axis, 0, stays where it is."
            )
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs: Any) -> Any:
        """Return `inputs` with permuted axes."""
        return ops.transpose(inputs, (0, *self.dims))
