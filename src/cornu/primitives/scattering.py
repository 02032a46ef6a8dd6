"""Put rows into an array at integer positions, where several may meet in one place."""

from typing import Any

import numpy as np

from cornu.core import GATHER, Spec, dtype_name, primitive
from cornu.errors import OutOfRangeError, ShapeError
from cornu.primitives.arithmetic import maximum
from cornu.primitives.comparison import where
from cornu.primitives.indexing import stable_order, take
from cornu.primitives.movement import (
    cast,
    concatenate,
    copy,
    flip,
    full_like,
    reshape,
    slice_axis,
)
from cornu.primitives.scan import cumsum
from cornu.primitives.sorting import argsort
from cornu.typing import Array

_MOST_ROUNDS = 8
_NARROW = 8
_MEET = {"add": "add", "max": "maximum", "min": "minimum", "mul": "multiply"}


def _rows_infer(x: Spec, positions: Spec, rows: Spec, *, reduction: str) -> Spec:
    wanted = (*positions.shape[:1], *x.shape[1:])
    fits = len(wanted) == len(rows.shape) and all(
        a is None or b is None or a == b for a, b in zip(wanted, rows.shape)
    )
    if len(positions.shape) != 1 or not x.shape or not fits:
        raise ShapeError(
            f"scatter_update: positions {positions.shape} and rows {rows.shape} do not "
            f"fit an array of shape {x.shape}; the rows must be {wanted}."
        )
    return x


@primitive(infer=_rows_infer, kind=GATHER)
def put_rows(
    xp: Any,
    x: Array,
    positions: Array,
    rows: Array,
    *,
    reduction: str,
    out: Array | None = None,
) -> Array:
    """Replace rows of `x` ("set": the last of several stays) or add to them ("add")."""
    positions = _in_range(xp, positions, x.shape[0])
    if reduction == "add":
        return _merged(xp, x, positions, rows, "add", out)
    total = copy.forward(xp, x, out=out)
    if xp is not np and len(positions):  # which of several stays is not said there
        order = stable_order(xp, positions, x.shape[0])
        last = order[_ends(xp, positions[order])]
        positions, rows = positions[last], rows[last]
    total[positions] = rows
    return total


@primitive(infer=_rows_infer, kind=GATHER)
def meet_rows(
    xp: Any,
    x: Array,
    positions: Array,
    rows: Array,
    *,
    reduction: str,
    out: Array | None = None,
) -> Array:
    """Let rows of `x` and those put there become one: by "max", "min" or "mul"."""
    positions = _in_range(xp, positions, x.shape[0])
    return _merged(xp, x, positions, rows, reduction, out)


def _in_range(xp: Any, positions: Array, size: int) -> Array:
    """Count positions from the front; refuse those outside."""
    positions = positions.astype(np.int64, copy=False)  # small types cannot hold size
    if not positions.size:
        return positions
    low, high = int(positions.min()), int(positions.max())
    if low < -size or high >= size:
        raise OutOfRangeError(
            f"scatter_update: indices point outside the array: they run from {low} to "
            f"{high} (counted in rows), but must be in [{-size}, {size})."
        )
    if low >= 0:
        return positions
    return xp.where(positions < 0, positions + size, positions)


def _merged(
    xp: Any, x: Array, positions: Array, rows: Array, reduction: str, out: Array | None
) -> Array:
    # Half types are added and multiplied in float32, and rounded once.
    narrow = x.dtype.itemsize == 2 and x.dtype.kind in "fV"
    total = xp.array(x, dtype=np.float32 if narrow else x.dtype)
    if positions.size and total.size:
        meet = getattr(xp, _MEET[reduction])
        rows = rows.astype(total.dtype, copy=False)
        places, found = merge_rows(xp, meet, positions, rows, len(x))
        total[places] = meet(total[places], found)
    if out is None:
        return total.astype(x.dtype, copy=False)
    out[...] = total
    return out


def merge_rows(
    xp: Any, meet: Any, positions: Array, rows: Array, size: int
) -> tuple[Array, Array]:
    """Merge the rows of each position, in the order they come.

    Parameters
    ----------
    meet : callable
        A ufunc of two arguments.
    positions : array of int, shape (n,), n > 0
    rows : array, shape (n, ...)
    size : int
        All positions lie below it.

    Returns
    -------
    array of int, shape (m,)
        The positions there are, each once.
    array, shape (m, ...)
    """
    order = stable_order(xp, positions, size)
    ordered = positions[order]
    if xp is not np:
        ends = _ends(xp, ordered)
        return ordered[ends], _scanned(xp, meet, ordered, rows[order])[ends]
    is_first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    places = ordered[starts]
    if rows[0].size <= _NARROW:
        return places, meet.reduceat(rows[order], starts, axis=0)
    counts = np.diff(starts, append=len(order))
    found = rows[order[starts]]
    # The second rows of all positions that have one, the third ones, ...
    for k in range(1, min(int(counts.max()), _MOST_ROUNDS)):
        more = np.flatnonzero(counts > k)
        found[more] = meet(found[more], rows[order[starts[more] + k]])
    # ... and what is left of the few that have many.
    for i in np.flatnonzero(counts > _MOST_ROUNDS):
        rest = order[starts[i] + _MOST_ROUNDS : starts[i] + counts[i]]
        found[i] = meet(found[i], meet.reduce(rows[rest], axis=0))
    return places, found


def _ends(xp: Any, ordered: Array) -> Array:
    is_last = xp.ones(len(ordered), bool)
    is_last[:-1] = ordered[1:] != ordered[:-1]
    return xp.flatnonzero(is_last)


def _scanned(xp: Any, meet: Any, ordered: Array, rows: Array) -> Array:
    """Merge each row with those before it at its position, by doubling strides."""
    step = 1
    while step < len(rows):
        together = ordered[step:] == ordered[:-step]
        together = together.reshape(-1, *(1,) * (rows.ndim - 1))
        merged = xp.where(together, meet(rows[:-step], rows[step:]), rows[step:])
        rows = xp.concatenate([rows[:step], merged])
        step *= 2
    return rows


# ---- gradients ----


@put_rows.vjp("x")
def _put_x(g: Any, positions: Any, reduction: str) -> Any:
    if reduction == "add":
        return g
    blank = full_like(take(g, positions, axis=0), value=0.0)
    return put_rows(g, positions, blank, reduction="set")


@put_rows.vjp("rows")
def _put_rows(g: Any, positions: Any, reduction: str) -> Any:
    found = take(g, positions, axis=0)
    if reduction == "add":
        return found
    # The row that stays is the one whose number is found where it was put.
    numbers = cumsum(full_like(found, value=1, dtype="int32"), axis=0)
    blank = full_like(g, value=0, dtype="int32")
    last = put_rows(blank, positions, numbers, reduction="set")
    return where(take(last, positions, axis=0) == numbers, found, 0.0)


@meet_rows.vjp("x")
def _meet_x(g: Any, ans: Any, x: Any, positions: Any, rows: Any, reduction: str) -> Any:
    if reduction == "mul":
        ones = full_like(x, value=1.0)
        return g * meet_rows(ones, positions, rows, reduction="mul")
    hit, ties, _ = _ties(g, ans, x, positions, rows)
    return g * hit / ties


@meet_rows.vjp("rows")
def _meet_rows(
    g: Any, ans: Any, x: Any, positions: Any, rows: Any, reduction: str
) -> Any:
    if reduction == "mul":
        places = cast(positions, dtype="int64")
        front = where(places < 0, places + g.shape[0], places)
        others = _products_of_others(front, rows)
        return take(g * x, positions, axis=0) * others
    _, ties, hits = _ties(g, ans, x, positions, rows)
    return take(g / ties, positions, axis=0) * hits


def _ties(g: Any, ans: Any, x: Any, positions: Any, rows: Any) -> tuple[Any, Any, Any]:
    """Say who is the extreme, and how many share it: the gradient is shared equally."""
    dtype = dtype_name(g.dtype)
    hit = cast(x == ans, dtype=dtype)
    hits = cast(rows == take(ans, positions, axis=0), dtype=dtype)
    # A place that holds NaN has no hits.
    ties = maximum(put_rows(hit, positions, hits, reduction="add"), 1.0)
    return hit, ties, hits


def _products_of_others(positions: Any, rows: Any) -> Any:
    """For each row, multiply the others at its position; zeros are no trouble."""
    order = argsort(positions, axis=0)
    ordered, sorted_rows = take(positions, order, axis=0), take(rows, order, axis=0)
    before = _products_before(ordered, sorted_rows)
    after = flip(
        _products_before(flip(ordered, axes=(0,)), flip(sorted_rows, axes=(0,))),
        axes=(0,),
    )
    return take(before * after, argsort(order, axis=0), axis=0)


def _products_before(ordered: Any, rows: Any) -> Any:
    """For each row, multiply those before it at its position, by doubling runs."""
    found = full_like(rows, value=1.0)
    n = rows.shape[0]
    if n < 2:
        return found
    near = where(_together(ordered, rows, 1), slice_axis(rows, 0, 0, -1), 1.0)
    found, step = concatenate(slice_axis(found, 0, 0, 1), near, axis=0), 1
    while step < n:
        earlier = slice_axis(found, 0, 0, -step)
        far = where(_together(ordered, rows, step), earlier, 1.0)
        later = slice_axis(found, 0, step, None) * far
        found = concatenate(slice_axis(found, 0, 0, step), later, axis=0)
        step *= 2
    return found


def _together(ordered: Any, rows: Any, step: int) -> Any:
    alike = slice_axis(ordered, 0, step, None) == slice_axis(ordered, 0, 0, -step)
    return reshape(alike, shape=(-1, *(1,) * (len(rows.shape) - 1)))
