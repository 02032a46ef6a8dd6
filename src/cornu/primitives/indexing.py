"""Gathering by integer positions, and its transpose."""

import math
from typing import Any

import numpy as np

from cornu.core import GATHER, Spec, primitive
from cornu.errors import DTypeError, OutOfRangeError, ShapeError
from cornu.primitives import rules
from cornu.primitives.outputs import settle, zeros
from cornu.typing import Array, Shape

_MOST_ROUNDS = 8


def _take_infer(x: Spec, indices: Spec, *, axis: int) -> Spec:
    if indices.dtype.kind not in "iub":
        raise DTypeError(
            f"take: indices must be integers, got {indices.dtype.name}; cast them."
        )
    if not 0 <= axis < len(x.shape):
        raise ShapeError(f"take: axis {axis} is out of range for shape {x.shape}.")
    return Spec((*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]), x.dtype)


@primitive(infer=_take_infer, kind=GATHER)
def take(
    xp: Any, x: Array, indices: Array, *, axis: int, out: Array | None = None
) -> Array:
    """Pick the slices of `x` at integer positions along `axis`."""
    if indices.dtype.kind not in "iub":
        raise DTypeError(
            f"take: indices must be integers, got {indices.dtype.name}; cast them."
        )
    if indices.dtype.kind == "b":
        indices = indices.astype(np.int32)
    if xp is np and out is not None and indices.size:
        if indices.min() >= 0 and indices.max() < x.shape[axis]:
            # Told that all is in range, NumPy writes to `out` without a buffer.
            return np.take(x, indices, axis=axis, out=out, mode="clip")
    try:
        return xp.take(x, indices, axis=axis, out=out)
    except IndexError:
        raise OutOfRangeError(
            f"take: indices run from {int(indices.min())} to {int(indices.max())}, "
            f"but axis {axis} of an array of shape {x.shape} has size "
            f"{x.shape[axis]}; indices must be below it."
        ) from None


def _scatter_infer(g: Spec, indices: Spec, *, shape: Shape, axis: int) -> Spec:
    return Spec(shape, g.dtype)


@primitive(infer=_scatter_infer, kind=GATHER)
def take_transpose(
    xp: Any,
    g: Array,
    indices: Array,
    *,
    shape: tuple[int, ...],
    axis: int,
    out: Array | None = None,
) -> Array:
    """Add slices of `g` into zeros at the positions they were taken from."""
    n = indices.ndim
    moved = g.transpose(*range(axis, axis + n), *range(axis), *range(axis + n, g.ndim))
    rest = (*shape[:axis], *shape[axis + 1 :])
    moved = moved.reshape(indices.size, math.prod(rest))
    flat = indices.reshape(-1)
    if flat.dtype.itemsize < 4:  # may not hold the size
        flat = flat.astype(np.int64)
    flat = xp.where(flat < 0, flat + shape[axis], flat)
    order = (*range(1, axis + 1), 0, *range(axis + 1, len(shape)))
    into = out if axis == 0 and out is not None and out.flags.c_contiguous else None
    total = zeros(
        xp,
        (shape[axis], moved.shape[1]),
        g.dtype,
        None if into is None else into.reshape(shape[0], moved.shape[1]),
    )
    if flat.size:
        add_rows(xp, total, flat, moved)
    if into is not None:
        return into
    return settle(total.reshape(shape[axis], *rest).transpose(order), out)


def add_rows(xp: Any, total: Array, positions: Array, rows: Array) -> None:
    """Add each row of `rows` to the row of `total` at its position, in place.

    Rows of one position are summed in the order they come, so the result does not
    depend on how the work is divided.
    """
    if xp is not np:
        xp.add.at(total, positions, rows)
        return
    order = stable_order(xp, positions, len(total))
    ordered = positions[order]
    is_first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts, append=len(order))
    total[ordered[starts]] = rows[order[starts]]
    # The second rows of all positions that have one, the third ones, ...
    for k in range(1, min(int(counts.max()), _MOST_ROUNDS)):
        more = counts > k
        starts, counts = starts[more], counts[more]
        total[ordered[starts]] += rows[order[starts + k]]
    # ... and what is left of the few that have many.
    many = counts > _MOST_ROUNDS
    for start, count in zip(starts[many], counts[many]):
        rest = order[start + _MOST_ROUNDS : start + count]
        total[ordered[start]] += np.add.reduce(rows[rest], axis=0)


def stable_order(xp: Any, positions: Array, size: int) -> Array:
    """Return the order that sorts positions in ``[0, size)``; equal ones keep theirs.

    NumPy sorts integers of 16 bits by counting, which is twenty times as fast.
    """
    if size <= 1 << 16:
        positions = positions.astype(np.uint16)
    return xp.argsort(positions, kind="stable")


take.defvjp(
    x=lambda g, indices, x_spec, axis: take_transpose(
        g, indices, shape=x_spec.shape, axis=axis
    )
)
take_transpose.defvjp(g=lambda g, indices, axis: take(g, indices, axis=axis))


def _along_infer(x: Spec, indices: Spec, *, axis: int) -> Spec:
    if len(x.shape) != len(indices.shape):
        raise ShapeError(
            f"take_along_axis: x is {x.shape}, indices are {indices.shape}; they must "
            f"have the same number of axes."
        )
    shape = list(indices.shape)
    for k, pair in enumerate(zip(x.shape, indices.shape)):
        if k != axis:
            (shape[k],) = rules.broadcast_shapes(*((n,) for n in pair))
    return Spec(tuple(shape), x.dtype)


@primitive(infer=_along_infer, kind=GATHER)
def take_along_axis(
    xp: Any, x: Array, indices: Array, *, axis: int, out: Array | None = None
) -> Array:
    """Pick one element per position along `axis`; the other axes correspond."""
    try:
        return settle(xp.take_along_axis(x, indices, axis=axis), out)
    except IndexError:
        raise OutOfRangeError(
            f"take_along_axis: indices run from {int(indices.min())} to "
            f"{int(indices.max())}, but axis {axis} of an array of shape {x.shape} has "
            f"size {x.shape[axis]}; indices must be below it."
        ) from None


@primitive(infer=_scatter_infer, kind=GATHER)
def take_along_axis_transpose(
    xp: Any,
    g: Array,
    indices: Array,
    *,
    shape: tuple[int, ...],
    axis: int,
    out: Array | None = None,
) -> Array:
    """Add elements into zeros at the positions they were picked from."""
    total = zeros(xp, shape, g.dtype, out)
    # Where the array was repeated (size 1), the repetitions add up.
    index = [
        (xp.arange(n) % max(shape[k], 1)).reshape(
            [-1 if i == k else 1 for i in range(len(g.shape))]
        )
        for k, n in enumerate(g.shape)
    ]
    index[axis] = xp.broadcast_to(indices, g.shape)
    xp.add.at(total, tuple(index), g)
    return total


take_along_axis.defvjp(
    x=lambda g, indices, x_spec, axis: take_along_axis_transpose(
        g, indices, shape=x_spec.shape, axis=axis
    )
)
take_along_axis_transpose.defvjp(
    g=lambda g, indices, axis: take_along_axis(g, indices, axis=axis)
)


def _gather_infer(x: Spec, indices: Spec) -> Spec:
    depth = indices.shape[-1]
    if depth is None:
        raise ShapeError(
            f"gather_nd: the last size of the indices, {indices.shape}, must be known: "
            f"it says how many axes are indexed."
        )
    return Spec((*indices.shape[:-1], *x.shape[depth:]), x.dtype)


@primitive(infer=_gather_infer, kind=GATHER)
def gather_nd(xp: Any, x: Array, indices: Array, *, out: Array | None = None) -> Array:
    """Index the leading axes by the vectors along the last axis of `indices`."""
    found = x[tuple(indices[..., k] for k in range(indices.shape[-1]))]
    return settle(found, out)


def _scatter_nd_infer(g: Spec, indices: Spec, *, shape: Shape) -> Spec:
    return Spec(shape, g.dtype)


@primitive(infer=_scatter_nd_infer, kind=GATHER)
def scatter_nd(
    xp: Any,
    g: Array,
    indices: Array,
    *,
    shape: tuple[int, ...],
    out: Array | None = None,
) -> Array:
    """Add `g` into zeros at index vectors: the transpose of :func:`gather_nd`."""
    total = zeros(xp, shape, g.dtype, out)
    xp.add.at(total, tuple(indices[..., k] for k in range(indices.shape[-1])), g)
    return total


gather_nd.defvjp(
    x=lambda g, indices, x_spec: scatter_nd(g, indices, shape=x_spec.shape)
)
scatter_nd.defvjp(g=lambda g, indices: gather_nd(g, indices))


def _one_hot_infer(x: Spec, *, depth: int, axis: int, dtype: str) -> Spec:
    shape = list(x.shape)
    shape.insert(axis if axis >= 0 else len(shape) + 1 + axis, depth)
    return Spec(tuple(shape), np.dtype(dtype))


@primitive(infer=_one_hot_infer, kind=GATHER, differentiable=False)
def one_hot(
    xp: Any,
    x: Array,
    *,
    depth: int,
    axis: int,
    dtype: str,
    out: Array | None = None,
) -> Array:
    """Turn each integer into a vector with a one at its position; zeros if outside."""
    where = axis if axis >= 0 else x.ndim + 1 + axis
    steps = xp.arange(depth).reshape((-1,) + (1,) * (x.ndim - where))
    hits = xp.expand_dims(x, where) == steps
    return hits.astype(dtype) if out is None else settle(hits, out)
