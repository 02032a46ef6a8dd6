"""Move elements about without changing them."""

import builtins
from collections.abc import Sequence
from typing import Any

from cornu.autodiff import Tensor
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    arrays_to_join,
    as_operand,
    axes_of,
    axis_of,
    countable,
    known_size,
    shape_of,
    sizes_of,
    whole_number,
)
from cornu.primitives import indexing, movement, reduction, repetition
from cornu.typing import Axis
from cornu.utils.naming import suggest

_ALL = (None, None, None)


def reshape(x: Any, newshape: Any) -> Any:
    """Return the same elements in another shape.

    Parameters
    ----------
    x : array-like
    newshape : int or tuple of int
        One size may be -1 (or None): it is worked out from the others.

    Raises
    ------
    ShapeError
        If the number of elements differs.

    Examples
    --------
    >>> reshape([1, 2, 3, 4], (2, -1)).shape
    (2, 2)
    """
    if isinstance(newshape, str):
        raise ArgumentError(f"reshape: newshape must be sizes, got {newshape!r}.")
    sizes = tuple(-1 if n is None else n for n in shape_of(newshape))
    return movement.reshape(as_operand(x), shape=sizes)


def ravel(x: Any) -> Any:
    """Return all elements along one axis, the last axis fastest.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape (n,)

    Examples
    --------
    >>> ravel([[1, 2], [3, 4]]).tolist()
    [1, 2, 3, 4]
    """
    return movement.reshape(as_operand(x), shape=(-1,))


def transpose(x: Any, axes: Sequence[int] | None = None) -> Any:
    """Return `x` with its axes in another order, reversed by default.

    Parameters
    ----------
    x : array-like
    axes : tuple of int, optional
        Place i of the result holds axis ``axes[i]``.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If `axes` is no permutation.

    Examples
    --------
    >>> from cornu import ops
    >>> transpose(ops.ones((2, 3, 4)), (1, 0, 2)).shape
    (3, 2, 4)
    """
    x = as_operand(x)
    ndim = len(x.shape)
    if axes is None:
        return movement.transpose(x, axes=tuple(range(ndim))[::-1])
    order = axes_of("transpose", ndim, tuple(axes))
    if len(order) != ndim:
        raise ShapeError(
            f"transpose: axes={tuple(axes)} must name each of the {ndim} axes of shape "
            f"{tuple(x.shape)} once."
        )
    return movement.transpose(x, axes=order)


def moveaxis(x: Any, source: Axis, destination: Axis) -> Any:
    """Return `x` with the axes `source` moved to the places `destination`.

    Parameters
    ----------
    x : array-like
    source, destination : int or tuple of int
        As many of one as of the other.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If their numbers differ, or an axis is out of range or named twice.

    Examples
    --------
    >>> from cornu import ops
    >>> moveaxis(ops.ones((2, 3, 4)), 0, -1).shape
    (3, 4, 2)
    """
    x = as_operand(x)
    ndim = len(x.shape)
    taken = axes_of("moveaxis", ndim, source)
    places = axes_of("moveaxis", ndim, destination)
    if len(taken) != len(places):
        raise ShapeError(
            f"moveaxis: source names {len(taken)} axes, destination {len(places)}; "
            f"they must be as many."
        )
    order = [i for i in range(ndim) if i not in taken]
    for place, axis in sorted(zip(places, taken)):
        order.insert(place, axis)
    return movement.transpose(x, axes=tuple(order))


def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """Return `x` with two axes exchanged.

    Parameters
    ----------
    x : array-like
    axis1, axis2 : int

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range.

    Examples
    --------
    >>> from cornu import ops
    >>> swapaxes(ops.ones((2, 3, 4)), 0, 2).shape
    (4, 3, 2)
    """
    x = as_operand(x)
    ndim = len(x.shape)
    a, b = axis_of("swapaxes", ndim, axis1), axis_of("swapaxes", ndim, axis2)
    order = list(range(ndim))
    order[a], order[b] = b, a
    return movement.transpose(x, axes=tuple(order))


def expand_dims(x: Any, axis: Axis) -> Any:
    """Return `x` with new axes of size 1 at the places `axis` of the result.

    Parameters
    ----------
    x : array-like
    axis : int or tuple of int

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> expand_dims([1, 2], 0).shape
    (1, 2)
    """
    x = as_operand(x)
    count = len(axis) if isinstance(axis, (tuple, list)) else 1
    places = axes_of("expand_dims", len(x.shape) + count, axis)
    index = tuple(None if i in places else _ALL for i in range(len(x.shape) + count))
    return movement.slice_view(x, index=index)


def squeeze(x: Any, axis: Axis = None) -> Any:
    """Return `x` without axes of size 1: those of `axis`, or all.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis named has another size.

    Examples
    --------
    >>> squeeze([[1, 2]]).shape
    (2,)
    """
    x = as_operand(x)
    if axis is None:
        if None in x.shape:
            raise ShapeError(
                f"squeeze: all sizes must be known to tell which are 1, got shape "
                f"{tuple(x.shape)}; give axis."
            )
        axes = tuple(i for i, n in enumerate(x.shape) if n == 1)
    else:
        axes = axes_of("squeeze", len(x.shape), axis)
    for a in axes:
        if x.shape[a] not in (1, None):
            raise ShapeError(
                f"squeeze: axis {a} of shape {tuple(x.shape)} has size {x.shape[a]}; "
                f"only axes of size 1 can be dropped."
            )
    index = tuple(0 if i in axes else _ALL for i in range(len(x.shape)))
    return movement.slice_view(x, index=index)


# ---- joining and parting ----


def concatenate(xs: Sequence[Any], axis: int = 0) -> Any:
    """Return arrays joined along an axis they have.

    Parameters
    ----------
    xs : sequence of array-like
        Equal in shape except along `axis`; mixed data types are brought together.
    axis : int, default 0

    Raises
    ------
    ShapeError
        If ranks or other sizes differ.

    Examples
    --------
    >>> concatenate([[1, 2], [3]]).tolist()
    [1, 2, 3]
    """
    arrays = arrays_to_join("concatenate", "xs", xs)
    place = axis_of("concatenate", len(arrays[0].shape), axis)
    return movement.concatenate(*arrays, axis=place)


def stack(x: Sequence[Any], axis: int = 0) -> Any:
    """Return arrays of one shape joined along a new axis.

    Parameters
    ----------
    x : sequence of array-like, all of one shape
    axis : int, default 0
        Place of the new axis in the result.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If there is no array.
    ShapeError
        If shapes differ or `axis` is out of range.

    Examples
    --------
    >>> stack([[1, 2], [3, 4]], axis=1).tolist()
    [[1, 3], [2, 4]]
    """
    arrays = arrays_to_join("stack", "x", x)
    place = axis_of("stack", len(arrays[0].shape) + 1, axis)
    return movement.concatenate(*(expand_dims(a, place) for a in arrays), axis=place)


def append(x1: Any, x2: Any, axis: int | None = None) -> Any:
    """Return `x2` joined to the end of `x1`; both flattened without `axis`.

    Parameters
    ----------
    x1, x2 : array-like
    axis : int, optional

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If sizes differ on another axis than `axis`.

    Examples
    --------
    >>> append([1, 2], [3]).tolist()
    [1, 2, 3]
    """
    if axis is None:
        return concatenate([ravel(x1), ravel(x2)], 0)
    return concatenate([x1, x2], axis)


def hstack(xs: Sequence[Any]) -> Any:
    """Return arrays joined along the second axis, vectors along their only one.

    Parameters
    ----------
    xs : sequence of array-like

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If sizes differ on another axis.

    Examples
    --------
    >>> hstack([[1, 2], [3]]).tolist()
    [1, 2, 3]
    """
    arrays = [a if a.shape else ravel(a) for a in arrays_to_join("hstack", "xs", xs)]
    return concatenate(arrays, 0 if len(arrays[0].shape) == 1 else 1)


def vstack(xs: Sequence[Any]) -> Any:
    """Return arrays joined along the first axis, vectors as rows.

    Parameters
    ----------
    xs : sequence of array-like

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If sizes differ on another axis.

    Examples
    --------
    >>> vstack([[1, 2], [3, 4]]).tolist()
    [[1, 2], [3, 4]]
    """
    arrays = arrays_to_join("vstack", "xs", xs)
    return concatenate([a if len(a.shape) > 1 else ravel(a)[None] for a in arrays], 0)


def unstack(x: Any, num: int | None = None, axis: int = 0) -> list[Any]:
    """Return the slices of `x` along `axis`, without that axis.

    Parameters
    ----------
    x : array-like
    num : int, optional
        How many there are; needed where a symbol does not know it.
    axis : int, default 0
    """
    x = as_operand(x)
    axis = axis_of("unstack", len(x.shape), axis)
    if num is None:
        n = known_size("unstack", x, axis)
    else:
        n = whole_number("unstack", "num", num, 0)
        if x.shape[axis] not in (n, None):
            raise ShapeError(
                f"unstack: num={n} must be the size of axis {axis}, {x.shape[axis]}."
            )
    head = (_ALL,) * axis
    return [movement.slice_view(x, index=(*head, i)) for i in range(n)]


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Any]:
    """Return the parts of `x` along an axis.

    Parameters
    ----------
    x : array-like
    indices_or_sections : int or sequence of int
        How many equal parts, or the positions at which to cut.
    axis : int, default 0

    Raises
    ------
    ShapeError
        If the size is no multiple of the number of parts.

    Examples
    --------
    >>> [part.tolist() for part in split([1, 2, 3], [1])]
    [[1], [2, 3]]
    """
    x = as_operand(x)
    axis = axis_of("split", len(x.shape), axis)
    where = indices_or_sections
    if isinstance(where, (tuple, list)) or len(getattr(where, "shape", ())):
        cuts = [whole_number("split", "each cut", c) for c in where]
    else:
        parts = whole_number("split", "indices_or_sections", where, 1)
        cuts = _equal_cuts(known_size("split", x, axis), parts, axis)
    ends: list[int | None] = [*cuts, None]
    starts: list[int | None] = [None, *cuts]
    return [movement.slice_axis(x, axis, a, b) for a, b in zip(starts, ends)]


def _equal_cuts(size: int, parts: int, axis: int) -> list[int]:
    if size % parts:
        raise ShapeError(
            f"split: axis {axis} of size {size} cannot be cut into {parts} equal "
            f"parts; give the positions of the cuts instead."
        )
    return [i * (size // parts) for i in range(1, parts)]


# ---- repeating and reversing ----


def flip(x: Any, axis: Axis = None) -> Any:
    """Return `x` in reverse order along axes, all by default.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.

    Returns
    -------
    Tensor, shape and type of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> flip([1, 2, 3]).tolist()
    [3, 2, 1]
    """
    x = as_operand(x)
    return movement.flip(x, axes=axes_of("flip", len(x.shape), axis))


def repeat(x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Return `x` with each element repeated.

    Parameters
    ----------
    x : array-like
    repeats : int or sequence of int
        One count for all elements, or one for each position along `axis`.
    axis : int, optional
        Without it the array is flattened first.

    Examples
    --------
    >>> repeat([1, 2], [2, 1]).tolist()
    [1, 1, 2]
    """
    x = as_operand(x)
    x, axis = (ravel(x), 0) if axis is None else (x, axis)
    axis = axis_of("repeat", len(x.shape), axis)
    if hasattr(repeats, "tolist"):
        repeats = repeats.tolist()
    parts = repeats if isinstance(repeats, (tuple, list)) else [repeats]
    counts = [whole_number("repeat", "repeats", r, 0) for r in parts]
    if len(counts) == 1:
        return repetition.repeat(x, repeats=counts[0], axis=axis)
    if len(counts) != known_size("repeat", x, axis):
        raise ShapeError(
            f"repeat: repeats has {len(counts)} counts for axis {axis} of shape "
            f"{tuple(x.shape)}; give one for each position, or a single one."
        )
    positions = [i for i, count in enumerate(counts) for _ in range(count)]
    return indexing.take(x, Tensor(positions, "int32"), axis=axis)


def tile(x: Any, repeats: Any) -> Any:
    """Return the whole of `x` repeated `repeats[i]` times along axis i.

    Parameters
    ----------
    x : array-like
    repeats : int or tuple of int

    Returns
    -------
    Tensor

    Examples
    --------
    >>> tile([1, 2], 2).tolist()
    [1, 2, 1, 2]
    """
    x = as_operand(x)
    parts = repeats if hasattr(repeats, "__len__") else (repeats,)
    counts = tuple(whole_number("tile", "repeats", r, 0) for r in parts)
    ndim = len(x.shape)
    counts = (1,) * (ndim - len(counts)) + counts
    if len(counts) > ndim:
        x = expand_dims(x, tuple(range(len(counts) - ndim)))
    return repetition.tile(x, repeats=counts)


def roll(x: Any, shift: Any, axis: Axis = None) -> Any:
    """Return `x` shifted along axes; what leaves at the end enters at the start.

    Parameters
    ----------
    x : array-like
    shift : int or tuple of int
        One number an axis, or one for all of them.
    axis : int, tuple of int or None, default None
        None shifts the flattened array.
    """
    x = as_operand(x)
    if axis is None:
        total = builtins.sum(_shifts(shift))
        flat = _roll(ravel(x), total, 0)
        if builtins.sum(n is None for n in x.shape) > 1:
            raise ShapeError(
                f"roll: all sizes but one must be known to shift the flattened array, "
                f"got shape {tuple(x.shape)}; give axis."
            )
        return movement.reshape(flat, shape=sizes_of(x))
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    shifts = _shifts(shift)
    if len(shifts) == 1:
        shifts *= len(axes)
    if len(axes) == 1:
        axes = tuple(axes) * len(shifts)
    if len(shifts) != len(axes):
        raise ArgumentError(
            f"roll: shift has {len(shifts)} numbers, axis {len(axes)}; they must be as "
            f"many, or one of them a single number."
        )
    for one, place in zip(shifts, axes):
        x = _roll(x, one, axis_of("roll", len(x.shape), place))
    return x


def _shifts(shift: Any) -> list[int]:
    """Return the steps of a roll, told from arrays by their having a length."""
    if hasattr(shift, "tolist"):
        shift = shift.tolist()
    parts = shift if isinstance(shift, (tuple, list)) else [shift]
    if not all(hasattr(n, "__index__") for n in parts):
        raise ArgumentError(f"roll: shift must be whole numbers, got {shift!r}.")
    return [n.__index__() for n in parts]


def _roll(x: Any, shift: int, axis: int) -> Any:
    n = x.shape[axis]
    if n is not None:
        shift = shift % n if n else 0
    if not shift:
        return x
    head = movement.slice_axis(x, axis, None, -shift)
    return movement.concatenate(
        movement.slice_axis(x, axis, -shift, None), head, axis=axis
    )


# ---- padding ----

_MODES = ("constant", "reflect", "symmetric")


def pad(
    x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None
) -> Any:
    """Return `x` with elements added around it.

    Parameters
    ----------
    x : array-like
    pad_width : int, (before, after), or one such pair for each axis
    mode : {"constant", "reflect", "symmetric"}, default "constant"
        "reflect" mirrors at the outermost element, "symmetric" at its edge.
    constant_values : number, optional
        For mode "constant"; 0 by default.

    Raises
    ------
    ArgumentError
        If the mode is unknown, `constant_values` comes with another mode, or a width
        is negative.
    ShapeError
        If there are not as many pairs as axes, or too few elements to mirror.

    Examples
    --------
    >>> pad([1, 2, 3], 2, mode="reflect").tolist()
    [3, 2, 1, 2, 3, 2, 1]
    """
    x = as_operand(x)
    widths = _widths(pad_width, len(x.shape))
    if mode not in _MODES:
        raise ArgumentError(
            f"pad: mode must be one of {', '.join(_MODES)}, got {mode!r}."
            f"{suggest(str(mode), _MODES)}"
        )
    if mode == "constant":
        value = 0 if constant_values is None else _number(constant_values)
        return movement.pad(x, widths=widths, value=value)
    if constant_values is not None:
        raise ArgumentError(
            f"pad: constant_values={constant_values!r} means nothing with "
            f"mode={mode!r}; use mode='constant'."
        )
    for axis, (before, after) in enumerate(widths):
        x = _mirror(x, axis, before, after, skip=int(mode == "reflect"))
    return x


def _mirror(x: Any, axis: int, before: int, after: int, skip: int) -> Any:
    n = x.shape[axis]
    if n is not None and builtins.max(before, after) > n - skip:
        raise ShapeError(
            f"pad: axis {axis} of size {n} has only {n - skip} elements to mirror, "
            f"but pad_width asks for {(before, after)}."
        )
    parts = [x]
    if before:
        head = movement.slice_axis(x, axis, skip, skip + before)
        parts.insert(0, movement.flip(head, axes=(axis,)))
    if after:
        stop = -skip if skip else None
        tail = movement.slice_axis(x, axis, -after - skip, stop)
        parts.append(movement.flip(tail, axes=(axis,)))
    return parts[0] if len(parts) == 1 else movement.concatenate(*parts, axis=axis)


def _widths(pad_width: Any, ndim: int) -> tuple[tuple[int, int], ...]:
    if hasattr(pad_width, "tolist"):
        pad_width = pad_width.tolist()
    if not isinstance(pad_width, (tuple, list)):
        pad_width = (pad_width,)
    if not any(isinstance(p, (tuple, list)) for p in pad_width):
        pad_width = [pad_width]  # one pair, or one number, for all axes
    parts = [p if isinstance(p, (tuple, list)) else (p,) for p in pad_width]
    if not all(1 <= len(p) <= 2 for p in parts):
        raise ArgumentError(
            f"pad: pad_width must be (before, after) for each axis, got {pad_width!r}."
        )
    pairs = tuple(
        (
            whole_number("pad", "pad_width", p[0], 0),
            whole_number("pad", "pad_width", p[-1], 0),
        )
        for p in parts
    )
    if len(pairs) == 1:
        return pairs * ndim
    if len(pairs) != ndim:
        raise ShapeError(
            f"pad: pad_width has {len(pairs)} pairs for an array of {ndim} axes; give "
            f"one pair an axis."
        )
    return pairs


def _number(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


# ---- diagonals ----


def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Return the elements whose positions on two axes differ by `offset`.

    They stand along the last axis of the result.

    Parameters
    ----------
    x : array-like, at least two axes
    offset : int, default 0
    axis1, axis2 : int, default 0 and 1

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or the two are the same.

    Examples
    --------
    >>> diagonal([[1, 2], [3, 4]]).tolist()
    [1, 4]
    """
    return _diagonal("diagonal", x, offset, axis1, axis2)


def _diagonal(op: str, x: Any, offset: Any, axis1: int, axis2: int) -> Any:
    x = as_operand(x)
    ndim = len(x.shape)
    if ndim < 2:
        raise ShapeError(f"{op}: x needs at least two axes, got {tuple(x.shape)}.")
    pair = (axis_of(op, ndim, axis1), axis_of(op, ndim, axis2))
    if pair[0] == pair[1]:
        raise ShapeError(
            f"{op}: axis1={axis1} and axis2={axis2} must be different axes."
        )
    offset = whole_number(op, "offset", offset)
    x = moveaxis(x, pair, (-2, -1))
    rows, columns = (known_size(op, x, a) for a in (ndim - 2, ndim - 1))
    length = builtins.max(
        0, builtins.min(rows, columns - offset, columns, rows + offset)
    )
    flat = movement.merge_axes(x, axis=ndim - 2, count=2)
    start = offset if offset >= 0 else -offset * columns
    stop = start + length * (columns + 1)
    index = (*((_ALL,) * (ndim - 2)), (start, stop, columns + 1))
    found = movement.slice_view(flat, index=index)
    # The last step may pass the end of the array by less than one row.
    return movement.slice_axis(found, ndim - 2, 0, length)


def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Return the sum along a diagonal.

    Parameters
    ----------
    x : array-like, at least two axes
    offset : int, default 0
    axis1, axis2 : int, default 0 and 1

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or the two are the same.

    Examples
    --------
    >>> trace([[1, 2], [3, 4]]).item()
    5
    """
    found = countable(_diagonal("trace", x, offset, axis1, axis2))
    return reduction.reduce_sum(found, axes=(len(found.shape) - 1,))


def diag(x: Any, k: int = 0) -> Any:
    """Return the k-th diagonal of a matrix, or the matrix with a vector on it.

    Parameters
    ----------
    x : array-like, shape (n,) or (n, m)
    k : int, default 0
        Positive above the main diagonal, negative below.

    Returns
    -------
    Tensor, shape (n,) of a matrix, (n, n) of a vector, for k = 0

    Raises
    ------
    ShapeError
        If `x` has neither one axis nor two.

    Examples
    --------
    >>> diag([1, 2]).tolist()
    [[1, 0], [0, 2]]
    """
    x, k = as_operand(x), whole_number("diag", "k", k)
    if len(x.shape) == 2:
        return _diagonal("diag", x, k, 0, 1)
    if len(x.shape) != 1:
        raise ShapeError(
            f"diag: x must be a vector or a matrix, got shape {tuple(x.shape)}."
        )
    n = known_size("diag", x, 0)
    # Rows one element too long, read as rows of n, step right by one each time.
    long = movement.pad(expand_dims(x, 1), widths=((0, 0), (0, n)), value=0)
    flat = movement.slice_axis(ravel(long), 0, 0, n * n)
    square = movement.reshape(flat, shape=(n, n))
    above, below = builtins.max(k, 0), builtins.max(-k, 0)
    return movement.pad(square, widths=((below, above), (above, below)), value=0)
