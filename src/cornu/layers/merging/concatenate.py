"""Concatenate: several inputs side by side, and its function."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge, list_of_shapes


@register_layer
class Concatenate(BaseMerge):
    """Join tensors along one axis.

    Parameters
    ----------
    axis : int, default -1
        The axis along which sizes add up; all others must agree.

    Raises
    ------
    ValueError
        If what is given is no list of tensors.
    ShapeError
        If ranks or other sizes differ.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Concatenate()([ops.ones((2, 3)), ops.ones((2, 1))]).shape
    (2, 4)
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def build(self, input_shape: Any) -> None:
        """Check that the shapes agree except along `axis`."""
        shapes = list_of_shapes(input_shape, self)
        rank = len(shapes[0])
        fits = len({len(s) for s in shapes}) == 1 and -rank <= self.axis < rank
        if fits:
            joined = self.axis % rank
            fits = all(
                i == joined or len({s[i] for s in shapes} - {None}) <= 1
                for i in range(rank)
            )
        if not fits:
            raise ShapeError(
                f"Concatenate {self.name!r}: shapes {shapes} must have one rank and "
                f"agree except on axis {self.axis}."
            )

    def merge(self, inputs: list[Any]) -> Any:
        """Return the tensors joined."""
        return ops.concatenate(inputs, axis=self.axis)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return the masks joined; inputs without one count everywhere."""
        if previous_mask is None or all(m is None for m in previous_mask):
            return None
        masks = [
            ops.ones_like(x, dtype="bool") if m is None else _spread(m, x)
            for m, x in zip(previous_mask, inputs)
        ]
        return ops.any(ops.concatenate(masks, axis=self.axis), axis=-1)


def _spread(mask: Any, x: Any) -> Any:
    """Return `mask` in the shape of `x`: its missing axes come last."""
    for _ in range(len(x.shape) - len(mask.shape)):
        mask = ops.expand_dims(mask, -1)
    return ops.logical_and(mask, ops.ones_like(x, dtype="bool"))


def concatenate(inputs: Any, axis: int = -1, **kwargs: Any) -> Any:
    """Return several tensors joined along one axis, as a layer.

    Parameters
    ----------
    inputs : list of tensors
    axis : int, default -1
    **kwargs
        Arguments of :class:`Concatenate`.
    """
    return Concatenate(axis=axis, **kwargs)(inputs)
