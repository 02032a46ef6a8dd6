"""Pick elements by position, and put them back."""

import math
from typing import Any

from cornu.core.spec import same_shape
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops.arguments import (
    as_operand,
    axis_of,
    cast_to,
    dtype_name,
    dtype_of,
    known_size,
    shape_of,
    sizes_of,
    to_common,
    whole_number,
)
from cornu.ops.creation import convert_to_tensor
from cornu.ops.math import clip, where
from cornu.ops.reduce import any as any_
from cornu.primitives import indexing, movement, scattering
from cornu.primitives.getitem import get_item as _get_item
from cornu.typing import DType


def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Return the slices of `x` at integer positions along an axis.

    Parameters
    ----------
    x : array-like
    indices : array-like of int
    axis : int, optional
        Without it the array is flattened first.

    Raises
    ------
    IndexError
        If a position lies outside the axis.

    Examples
    --------
    >>> take([10.0, 20.0, 30.0], [2, 0]).tolist()
    [30.0, 10.0]
    """
    x = as_operand(x)
    if axis is None:
        x, axis = movement.reshape(x, shape=(-1,)), 0
    place = axis_of("take", len(x.shape), axis)
    return indexing.take(x, as_operand(indices), axis=place)


def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Return one element per position along an axis; the other axes correspond.

    Without `axis` both arrays are flattened first.

    Parameters
    ----------
    x : array-like
    indices : array-like of int
        As many axes as `x`; sizes broadcast except on `axis`.
    axis : int, optional

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If the numbers of axes differ or `axis` is out of range.

    Examples
    --------
    >>> take_along_axis([[1, 2], [3, 4]], [[1], [0]], 1).tolist()
    [[2], [3]]
    """
    x, indices = as_operand(x), _integers("take_along_axis", "indices", indices)
    if axis is None:
        x = movement.reshape(x, shape=(-1,))
        indices = movement.reshape(indices, shape=(-1,))
        axis = 0
    place = axis_of("take_along_axis", len(x.shape), axis)
    return indexing.take_along_axis(x, indices, axis=place)


def get_item(x: Any, key: Any) -> Any:
    """Return ``x[key]``.

    Parameters
    ----------
    x : array-like
    key : int, slice, array-like of int or bool, None, Ellipsis, or a tuple of these

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If a position is out of range.

    Examples
    --------
    >>> get_item([1, 2, 3], 0).item()
    1
    """
    return _get_item(as_operand(x), key)


def one_hot(
    x: Any, num_classes: int, axis: int = -1, dtype: DType = None, sparse: bool = False
) -> Any:
    """Return vectors with a one at the position each integer names.

    Parameters
    ----------
    x : array-like of int
        Positions outside ``[0, num_classes)`` give zeros.
    num_classes : int
    axis : int, default -1
        Where the new axis stands in the result.
    dtype : str, optional
        The default float type if not given.
    sparse : bool, default False
        Accepted for compatibility with Keras; the result is always dense.

    Examples
    --------
    >>> one_hot([1, 0], 2).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    x = _integers("one_hot", "x", x)
    place = axis_of("one_hot", len(x.shape) + 1, axis)
    depth = whole_number("one_hot", "num_classes", num_classes, 0)
    return indexing.one_hot(x, depth=depth, axis=place, dtype=dtype_name(dtype))


def _integers(op: str, name: str, x: Any) -> Any:
    """Return an argument as an array of integers.

    Raises
    ------
    DTypeError
        If it is none.
    """
    x = as_operand(x)
    if dtype_of(x).kind not in "iub":
        raise DTypeError(
            f"{op}: {name} must be integers, got {dtype_of(x).name}; cast them."
        )
    return x


def multi_hot(
    inputs: Any,
    num_classes: int,
    axis: int = -1,
    dtype: DType = None,
    sparse: bool = False,
) -> Any:
    """Return, for each row of integers, a vector with ones at all of them.

    Parameters
    ----------
    inputs : array-like of int, shape (..., n)
    num_classes : int
    axis : int, default -1
        Where the new axis stands in the result, which lacks the last axis of `inputs`.
    dtype : str, optional
        The default float type if not given.
    sparse : bool, default False
        Accepted for compatibility with Keras; the result is always dense.
    """
    inputs = _integers("multi_hot", "inputs", inputs)
    num_classes = whole_number("multi_hot", "num_classes", num_classes, 0)
    place = axis_of("multi_hot", max(len(inputs.shape), 1), axis)
    hot = one_hot(inputs, num_classes, axis=-1, dtype="bool")
    if len(inputs.shape):
        hot = any_(hot, axis=-2)
    last = len(hot.shape) - 1
    order = list(range(last))
    order.insert(place, last)
    return cast_to(movement.transpose(hot, axes=tuple(order)), dtype_name(dtype))


def scatter(indices: Any, values: Any, shape: Any) -> Any:
    """Return zeros of a given shape with values added at given positions.

    Parameters
    ----------
    indices : array-like of int, shape (..., k)
        Vectors of positions on the first k axes.
    values : array-like, shape (..., *shape[k:])
    shape : tuple of int

    Examples
    --------
    >>> scatter([[0], [2], [0]], [1.0, 5.0, 2.0], (3,)).tolist()
    [3.0, 0.0, 5.0]
    """
    indices, new = _integers("scatter", "indices", indices), as_operand(values)
    sizes = tuple(
        whole_number("scatter", "each size in shape", n, 0) for n in shape_of(shape)
    )
    depth = _depth_of("scatter", sizes, indices)
    new = _updates_for("scatter", "values", new, indices, sizes, depth)
    new = _as_rows(new, len(indices.shape) - 1)
    none = movement.stop_gradient(movement.slice_axis(new, 0, 0, 0))
    count = math.prod(sizes[:depth])
    blank = movement.pad(none, widths=((0, count), *((0, 0) for _ in sizes[depth:])))
    positions = _row_numbers("scatter", sizes, indices, depth)
    found = scattering.put_rows(blank, positions, new, reduction="add")
    return movement.split_axis(found, axis=0, sizes=sizes[:depth])


def _as_rows(x: Any, lead: int) -> Any:
    """Return `x` with its first `lead` axes read as one."""
    if lead > 1:
        return movement.merge_axes(x, axis=0, count=lead)
    return x if lead else movement.slice_view(x, index=(None,))


_REDUCTIONS = (None, "add", "max", "min", "mul")


def scatter_update(
    inputs: Any, indices: Any, updates: Any, reduction: str | None = None
) -> Any:
    """Return `inputs` with elements, or rows, at given positions updated.

    Parameters
    ----------
    inputs : array-like
    indices : array-like of int, shape (..., k)
        Vectors of positions on the first k axes; negative ones count from the end.
    updates : array-like, shape (..., *inputs.shape[k:])
        Values to put there; smaller shapes are broadcast.
    reduction : {None, "add", "max", "min", "mul"}, default None
        What becomes of the values that meet at one place, those of `inputs` included.
        None lets the last update stay.

    Returns
    -------
    Tensor, shape and type of `inputs`

    Raises
    ------
    ArgumentError
        If `reduction` is unknown.
    DTypeError
        If `indices` are no integers.
    ShapeError
        If shapes do not fit together.
    OutOfRangeError
        If an index lies outside the array.

    Notes
    -----
    Updates are taken in their order, so that results do not vary between runs.
    With "max" and "min" equal elements share the gradient equally.

    Examples
    --------
    >>> scatter_update([0, 0, 0], [[0], [2], [0]], [1, 5, 2]).tolist()
    [2, 0, 5]
    >>> scatter_update([0, 0, 0], [[0], [2], [0]], [1, 5, 2], reduction="add").tolist()
    [3, 0, 5]
    """
    if reduction not in _REDUCTIONS:
        raise ArgumentError(
            f"scatter_update: reduction must be one of None, 'add', 'max', 'min', "
            f"'mul', got {reduction!r}."
        )
    x, indices = as_operand(inputs), _integers("scatter_update", "indices", indices)
    shape = tuple(x.shape)
    depth = _depth_of("scatter_update", shape, indices)
    new = convert_to_tensor(updates)
    new = _updates_for("scatter_update", "updates", new, indices, shape, depth)
    own = dtype_of(x).name
    if reduction is None:
        new = cast_to(new, own)
    rows, new = to_common([x, new])
    positions = _row_numbers("scatter_update", shape, indices, depth)
    rows, new = _as_rows(rows, depth), _as_rows(new, len(indices.shape) - 1)
    if reduction in (None, "add"):
        found = scattering.put_rows(
            rows, positions, new, reduction="set" if reduction is None else "add"
        )
    else:
        found = scattering.meet_rows(rows, positions, new, reduction=reduction)
    if depth > 1:
        found = movement.split_axis(found, axis=0, sizes=sizes_of(x)[:depth])
    return cast_to(found, own)


def _depth_of(op: str, shape: tuple[Any, ...], indices: Any) -> int:
    """Return how many axes the vectors of `indices` stand for."""
    if not indices.shape:
        raise ShapeError(
            f"{op}: indices must be vectors of positions, shape (..., k), got a "
            f"number; use [[i]] for a single one."
        )
    depth = known_size(op, indices, len(indices.shape) - 1)
    if not 1 <= depth <= len(shape):
        raise ShapeError(
            f"{op}: indices are {tuple(indices.shape)}, vectors of {depth}, for an "
            f"array of shape {shape}; the last size of indices must be from 1 to its "
            f"number of axes."
        )
    return depth


def _updates_for(
    op: str, name: str, new: Any, indices: Any, shape: tuple[Any, ...], depth: int
) -> Any:
    wanted = (*tuple(indices.shape)[:-1], *shape[depth:])
    if same_shape(tuple(new.shape), wanted):
        return new
    if None not in wanted:
        try:
            return movement.broadcast_to(new, shape=wanted)
        except ShapeError:
            pass
    raise ShapeError(
        f"{op}: {name} is {tuple(new.shape)}; for indices of shape "
        f"{tuple(indices.shape)} and an array of shape {shape} it must be {wanted}."
    )


def _row_numbers(op: str, shape: tuple[Any, ...], indices: Any, depth: int) -> Any:
    """Return positions among the first `depth` axes read as one."""
    head = (_ALL,) * (len(indices.shape) - 1)
    columns = [
        cast_to(movement.slice_view(indices, index=(*head, k)), "int64")
        for k in range(depth)
    ]
    numbers, lost = columns[0], None
    for k, column in enumerate(columns[1:], start=1):
        n = shape[k]
        if n is None:
            raise ShapeError(
                f"{op}: the size of axis {k} must be known, got shape {shape}."
            )
        outside = (column < -n) | (column >= n)
        lost = outside if lost is None else lost | outside
        numbers = numbers * n + where(column < 0, column + n, column)
    if lost is not None:  # a place that no array has, so that it is refused
        numbers = where(lost, _NOWHERE, numbers)
    return movement.reshape(numbers, shape=(-1,))


_ALL = (None, None, None)
_NOWHERE = 2**62


def unravel_index(indices: Any, shape: Any) -> tuple[Any, ...]:
    """Return the positions on each axis of elements numbered as they lie in memory.

    Parameters
    ----------
    indices : array-like of int
        Negative ones count from the end; those outside are moved to the nearest end.
    shape : int or tuple of int
        Sizes of the axes; the last one varies fastest.

    Returns
    -------
    tuple of Tensor
        One an axis, shape and type of `indices`.

    Raises
    ------
    DTypeError
        If `indices` are no integers.
    ArgumentError
        If a size is negative or not known.

    Examples
    --------
    >>> [k.tolist() for k in unravel_index([5, 3], (2, 3))]
    [[1, 1], [2, 0]]
    """
    x = as_operand(indices)
    dtype = dtype_of(x)
    if dtype.kind not in "iub":
        raise DTypeError(
            f"unravel_index: indices must be integers, got {dtype.name}; cast them."
        )
    sizes = shape_of(shape)
    if any(n is None or n < 0 for n in sizes):
        raise ArgumentError(
            f"unravel_index: the sizes in shape must be known and at least 0, got "
            f"{sizes}."
        )
    size = math.prod(sizes)
    x = cast_to(x, "int64")
    x = clip(where(x < 0, x + size, x), 0, max(size - 1, 0))
    found: list[Any] = []
    for n in reversed(sizes):
        found.insert(0, x % max(n, 1))
        x = x // max(n, 1)
    name = "int32" if dtype.kind == "b" else dtype.name
    return tuple(cast_to(k, name) for k in found)


def slice(inputs: Any, start_indices: Any, shape: Any) -> Any:
    """Return the block of a given shape that begins at given positions.

    Parameters
    ----------
    inputs : array-like
    start_indices : sequence of int
        One an axis.
    shape : tuple of int
        Sizes of the block; -1 takes all that follows.

    Returns
    -------
    Tensor, type of `inputs`

    Raises
    ------
    ShapeError
        If the block does not lie inside the array.

    Examples
    --------
    >>> slice([[1, 2, 3], [4, 5, 6]], (0, 1), (2, 2)).tolist()
    [[2, 3], [5, 6]]
    """
    x = as_operand(inputs)
    sizes = [
        whole_number("slice", "each size in shape", n, -1) for n in shape_of(shape)
    ]
    return movement.slice_view(x, index=_block("slice", x, start_indices, sizes))


def _block(op: str, x: Any, start_indices: Any, sizes: Any) -> tuple[Any, ...]:
    """Return the index of a block; refuse one that is not all inside."""
    starts = [whole_number(op, "start_indices", s, 0) for s in start_indices]
    shape = tuple(x.shape)
    if not len(starts) == len(sizes) == len(shape):
        raise ShapeError(
            f"{op}: start_indices={tuple(starts)} and the block's shape "
            f"{tuple(sizes)} must have one number for each of the {len(shape)} axes of "
            f"shape {shape}."
        )
    for axis, (a, n, size) in enumerate(zip(starts, sizes, shape)):
        if size is not None and n is not None and a + max(n, 0) > size:
            raise ShapeError(
                f"{op}: a block of shape {tuple(sizes)} from {tuple(starts)} on ends "
                f"at {a + n} on axis {axis} of an array of shape {shape}; it must lie "
                f"inside."
            )
    return tuple(
        (a, None if n in (-1, None) else a + n, None) for a, n in zip(starts, sizes)
    )


def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """Return `inputs` with the block that begins at `start_indices` replaced.

    Parameters
    ----------
    inputs : array-like
    start_indices : sequence of int
        One an axis.
    updates : array-like
        The new block, of as many axes as `inputs`.

    Returns
    -------
    Tensor, shape and type of `inputs`

    Raises
    ------
    ShapeError
        If the block has another number of axes or does not lie inside.

    Examples
    --------
    >>> slice_update([0, 0, 0, 0], [1], [5, 6]).tolist()
    [0, 5, 6, 0]
    """
    x, new = as_operand(inputs), convert_to_tensor(updates)
    new = cast_to(new, dtype_of(x).name)
    if len(new.shape) != len(x.shape):
        raise ShapeError(
            f"slice_update: updates is {tuple(new.shape)}; it must have as many axes "
            f"as inputs, {tuple(x.shape)}."
        )
    index = _block("slice_update", x, start_indices, tuple(new.shape))
    shape = tuple(x.shape)
    marks = movement.slice_scatter(
        movement.full_like(new, value=True, dtype="bool"), shape=shape, index=index
    )
    return where(marks, movement.slice_scatter(new, shape=shape, index=index), x)
