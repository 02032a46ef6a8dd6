"""Dot: products of two inputs along an axis, and its function."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.layer import register_layer
from cornu.layers.merging.base_merge import BaseMerge, check_batches, list_of_shapes
from cornu.typing import Shape


@register_layer
class Dot(BaseMerge):
    """Multiply two tensors along one axis of each, sample by sample.

    The result has the remaining axes of the first, then those of the second; two
    batches of vectors give one number a sample, shape (batch, 1).

    Parameters
    ----------
    axes : int or pair of int
        The axis of each input to sum over; the batch axis, 0, is not allowed.
    normalize : bool, default False
        Whether vectors are scaled to length 1 before: then the products are cosines.

    Raises
    ------
    TypeError, ValueError
        If `axes` is neither an integer nor a pair of them.
    ShapeError
        If the two axes have different sizes.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> a, b = ops.array([[1.0, 2.0]]), ops.array([[3.0, 4.0]])
    >>> layers.Dot(axes=1)([a, b]).tolist()
    [[11.0]]
    """

    def __init__(self, axes: Any, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not hasattr(axes, "__index__") and not isinstance(axes, (list, tuple)):
            raise TypeError(
                f"Dot: axes must be an integer or a pair of them, got {axes!r}."
            )
        if isinstance(axes, (list, tuple)) and (
            len(axes) != 2 or not all(hasattr(a, "__index__") for a in axes)
        ):
            raise ValueError(f"Dot: axes must be one integer or two, got {axes!r}.")
        self.axes = axes
        self.normalize = normalize

    def build(self, input_shape: Any) -> None:
        """Check that there are two shapes, and that their axes fit."""
        shapes = list_of_shapes(input_shape, self)
        if len(shapes) != 2:
            raise ValueError(
                f"Dot {self.name!r} takes exactly 2 inputs, got {len(shapes)}: "
                f"{shapes}."
            )
        check_batches(shapes, self)
        a, b = self._places(shapes)
        m, n = shapes[0][a], shapes[1][b]
        if m is not None and n is not None and m != n:
            raise ShapeError(
                f"Dot {self.name!r}: axis {a} of {shapes[0]} has size {m}, axis {b} "
                f"of {shapes[1]} has {n}; they must be equal."
            )

    def _places(self, shapes: list[Shape]) -> tuple[int, int]:
        pair = self.axes if isinstance(self.axes, (list, tuple)) else (self.axes,) * 2
        places = []
        for axis, shape in zip(pair, shapes):
            rank = len(shape)
            if rank < 2 or not -rank <= axis < rank or axis % rank == 0:
                raise ShapeError(
                    f"Dot {self.name!r}: axes={self.axes} must name an axis behind the "
                    f"batch, between 1 and {rank - 1} for an input of shape {shape}."
                )
            places.append(axis % rank)
        return places[0], places[1]

    def merge(self, inputs: list[Any]) -> Any:
        """Return the products of two tensors."""
        x, y = inputs
        a, b = self._places([x.shape, y.shape])
        if self.normalize:
            x, y = _unit(x, a), _unit(y, b)
        x, y = ops.moveaxis(x, a, -1), ops.moveaxis(y, b, 1)
        flat_x, flat_y = len(x.shape) == 2, len(y.shape) == 2
        kept_x, kept_y = x.shape[1:-1], y.shape[2:]
        if flat_x:
            x = ops.expand_dims(x, 1)
        if flat_y:
            y = ops.expand_dims(y, -1)
        x, y = _as_matrix(x, 1, -1), _as_matrix(y, 2, None)
        product = ops.matmul(x, y)  # (batch, kept of x, kept of y)
        if flat_x and flat_y:
            return ops.squeeze(product, -1)
        if flat_x or flat_y:
            product = ops.squeeze(product, 1 if flat_x else -1)
        if len(kept_x) <= 1 and len(kept_y) <= 1:
            return product
        sizes = [-1 if n is None else n for n in (*kept_x, *kept_y)]
        return ops.reshape(product, (-1, *sizes))

    def call(self, inputs: Any) -> Any:
        """Return the products of a list of two tensors, of whatever ranks."""
        list_of_shapes(inputs, self)
        return self.merge(list(inputs))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return None: the masked axis may be gone."""
        return None


def _unit(x: Any, axis: int) -> Any:
    squares = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return x * ops.rsqrt(ops.maximum(squares, 1e-12))


def _as_matrix(x: Any, start: int, stop: int | None) -> Any:
    """Join the axes ``start:stop`` of `x` into one."""
    kept = x.shape[start:stop]
    if len(kept) == 1:
        return x
    rest = x.shape[stop:] if stop is not None else ()
    joined = 1
    for n in kept:
        joined = -1 if n is None or joined == -1 else joined * n
    sizes = (*x.shape[1:start], joined, *rest)
    batch = -1 if x.shape[0] is None else x.shape[0]
    return ops.reshape(x, (batch, *sizes))


def dot(inputs: Any, axes: Any = -1, **kwargs: Any) -> Any:
    """Return the products of two tensors along one axis of each, as a layer.

    Parameters
    ----------
    inputs : list of two tensors
    axes : int or pair of int, default -1
    **kwargs
        Arguments of :class:`Dot`.
    """
    return Dot(axes=axes, **kwargs)(inputs)
