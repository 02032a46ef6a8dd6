"""BaseMerge: what layers of several inputs share."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.layer import Layer
from cornu.primitives.rules import broadcast_shapes
from cornu.typing import Shape


class BaseMerge(Layer):
    """Combine a list of tensors element by element. Abstract: subclasses set `merge`.

    Shapes broadcast. Where ranks differ, the shorter ones get axes of size 1 behind
    the batch axis.

    Raises
    ------
    ValueError
        If what is given is no list of tensors.
    ShapeError
        If the shapes do not broadcast.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Check that the shapes fit together."""
        shapes = list_of_shapes(input_shape, self)
        check_batches(shapes, self)
        rank = max(len(s) for s in shapes)
        try:
            broadcast_shapes(*(_padded(s, rank) for s in shapes))
        except ShapeError:
            raise ShapeError(
                f"{type(self).__name__} {self.name!r}: shapes {shapes} do not fit; "
                f"each size must be equal or 1."
            ) from None

    def merge(self, inputs: list[Any]) -> Any:
        """Combine tensors of one rank."""
        total = inputs[0]
        for x in inputs[1:]:
            total = self.combine(total, x)
        return total

    def combine(self, a: Any, b: Any) -> Any:
        """Combine two tensors."""
        raise TypeError(f"{type(self).__name__} must define merge() or combine().")

    def call(self, inputs: Any) -> Any:
        """Return the combination of a list of tensors."""
        list_of_shapes(inputs, self)
        rank = max(len(x.shape) for x in inputs)
        return self.merge([_lifted(x, rank) for x in inputs])

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return where any input counts; None if one of them has no mask."""
        if previous_mask is None:
            return None
        if not isinstance(previous_mask, (list, tuple)):
            raise ValueError(
                f"{type(self).__name__} {self.name!r}: the mask must be a list, one "
                f"for each input, got {type(previous_mask).__name__}."
            )
        if len(previous_mask) != len(inputs):
            raise ValueError(
                f"{type(self).__name__} {self.name!r}: {len(previous_mask)} masks for "
                f"{len(inputs)} inputs; there must be one each (or None)."
            )
        if any(m is None for m in previous_mask):
            return None
        found = previous_mask[0]
        for mask in previous_mask[1:]:
            found = ops.logical_or(found, mask)
        return found


def list_of_shapes(inputs: Any, layer: Layer) -> list[Shape]:
    """Return the shapes of a list of tensors or shapes.

    Raises
    ------
    ValueError
        If it is no list.
    """
    is_list = isinstance(inputs, (list, tuple)) and len(inputs) > 0
    shapes = [getattr(x, "shape", x) for x in inputs] if is_list else []
    if not is_list or not all(isinstance(s, (list, tuple)) for s in shapes):
        raise ValueError(
            f"{type(layer).__name__} {layer.name!r}: call it on a list of tensors, "
            f"such as layer([a, b]), got {getattr(inputs, 'shape', inputs)!r}."
        )
    return [tuple(s) for s in shapes]


def check_batches(shapes: list[Shape], layer: Layer) -> None:
    """Refuse inputs whose known batch sizes differ.

    Raises
    ------
    ShapeError
    """
    if len({s[0] for s in shapes if s and s[0] not in (None, 1)}) > 1:
        raise ShapeError(
            f"{type(layer).__name__} {layer.name!r}: the inputs {shapes} have "
            f"different batch sizes."
        )


def _padded(shape: Shape, rank: int) -> Shape:
    return (*shape[:1], *(1,) * (rank - len(shape)), *shape[1:])


def _lifted(x: Any, rank: int) -> Any:
    for _ in range(rank - len(x.shape)):
        x = ops.expand_dims(x, 1)
    return x
