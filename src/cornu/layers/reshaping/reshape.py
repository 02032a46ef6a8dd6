"""Reshape: the same elements in another shape."""

from typing import Any

from cornu.errors import ShapeError
from cornu.layers.layer import Layer, register_layer
from cornu.layers.reshaping.sizes import product, reshaped
from cornu.typing import Shape


@register_layer
class Reshape(Layer):
    """Give the elements of each sample another shape.

    Parameters
    ----------
    target_shape : tuple of int
        Without the batch axis; one size may be -1: it follows from the others.

    Raises
    ------
    ValueError
        If `target_shape` holds anything but positive sizes and at most one -1.
    ShapeError
        When called: if the number of elements differs.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Reshape((-1, 2))(ops.ones((5, 3, 4))).shape
    (5, 6, 2)
    """

    def __init__(self, target_shape: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if hasattr(target_shape, "__index__"):
            target_shape = (target_shape,)
        sizes = tuple(int(n) for n in target_shape)
        if sizes.count(-1) > 1 or any(n < -1 for n in sizes):
            raise ValueError(
                f"Reshape: target_shape={sizes} must hold sizes of at least 0, and "
                f"-1 at most once."
            )
        self.target_shape = sizes

    def call(self, inputs: Any) -> Any:
        """Return (batch, *target_shape) for inputs (batch, ...)."""
        return reshaped(inputs, (inputs.shape[0], *self._sizes(inputs.shape[1:])))

    def _sizes(self, given: Shape) -> Shape:
        """Return the target with -1 worked out; None where it cannot be."""
        total = product(given)
        rest = product(tuple(n for n in self.target_shape if n != -1))
        assert rest is not None  # sizes of the target are known
        exact = -1 not in self.target_shape
        if total is None:
            return tuple(None if n == -1 else n for n in self.target_shape)
        if (exact and total != rest) or (not exact and (not rest or total % rest)):
            raise ShapeError(
                f"Reshape {self.name!r}: {total} elements per sample (shape {given} "
                f"without the batch) do not fit into target_shape={self.target_shape}."
            )
        return tuple(total // rest if n == -1 else n for n in self.target_shape)
