"""Order: sorting, positions of sorted elements, the largest k, bins."""

import math
from typing import Any

import numpy as np

from cornu.core import GATHER, OPAQUE, Spec, primitive
from cornu.core.spec import same_shape, spec_of
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.primitives.indexing import take_along_axis, take_along_axis_transpose
from cornu.primitives.outputs import settle, settle_all
from cornu.typing import Array


def comparable(xp: Any, x: Array) -> Array:
    """Return `x` in a type whose order every array library knows.

    NumPy leaves NaN where it stands when it sorts bfloat16.
    """
    if x.dtype.kind == "V":
        return x.astype(np.float32)
    return x.astype(np.uint8) if x.dtype.kind == "b" else x


def _argsort_infer(x: Spec, *, axis: int) -> Spec:
    return Spec(x.shape, np.dtype(np.int32))


@primitive(infer=_argsort_infer, kind=OPAQUE, differentiable=False)
def argsort(xp: Any, x: Array, *, axis: int, out: Array | None = None) -> Array:
    """Positions that sort along `axis`, smallest first; equal ones keep their order."""
    order = xp.argsort(comparable(xp, x), axis=axis, kind="stable")
    return order.astype(np.int32) if out is None else settle(order, out)


def _sort_infer(x: Spec, *, axis: int) -> tuple[Spec, Spec]:
    return x, Spec(x.shape, np.dtype(np.int32))


@primitive(infer=_sort_infer, kind=OPAQUE)
def sort_with_positions(
    xp: Any, x: Array, *, axis: int, out: tuple[Array, Array] | None = None
) -> tuple[Array, ...]:
    """Sort along `axis`; return the sorted array and where each element was."""
    order = xp.argsort(comparable(xp, x), axis=axis, kind="stable")
    found = xp.take_along_axis(x, order, axis=axis)
    if out is None:
        return found, order.astype(np.int32)
    return settle_all((found, order), out)


@sort_with_positions.vjp("x")
def _sort_vjp(g: Any, ans: Any, x_spec: Spec, axis: int) -> Any:
    return take_along_axis_transpose(g[0], ans[1], shape=x_spec.shape, axis=axis)


def _top_k_infer(x: Spec, *, k: int) -> tuple[Spec, Spec]:
    if not x.shape:
        raise ShapeError("top_k: x has no axes; it needs one to choose from.")
    n = x.shape[-1]
    if n is not None and k > n:
        raise ShapeError(
            f"top_k: k is {k}, but the last axis of {x.shape} has {n}; k must be at "
            f"most that."
        )
    shape = (*x.shape[:-1], k)
    return Spec(shape, x.dtype), Spec(shape, np.dtype(np.int32))


@primitive(infer=_top_k_infer, kind=OPAQUE)
def top_k(
    xp: Any, x: Array, *, k: int, out: tuple[Array, Array] | None = None
) -> tuple[Array, ...]:
    """Return the k largest along the last axis, largest first, and their positions."""
    _top_k_infer(spec_of(x), k=k)
    # Sorting the reversed array keeps the first of equal elements first.
    order = xp.argsort(comparable(xp, x)[..., ::-1], axis=-1, kind="stable")[..., ::-1][
        ..., :k
    ]
    order = x.shape[-1] - 1 - order
    found = xp.take_along_axis(x, order, axis=-1)
    if out is None:
        return found, order.astype(np.int32)
    return settle_all((found, order), out)


@top_k.vjp("x")
def _top_k_vjp(g: Any, ans: Any, x_spec: Spec) -> Any:
    return take_along_axis_transpose(
        g[0], ans[1], shape=x_spec.shape, axis=len(x_spec.shape) - 1
    )


def _rows_infer(x: Spec) -> Spec:
    return Spec(x.shape[:1], np.dtype(np.int32))


@primitive(infer=_rows_infer, kind=OPAQUE, differentiable=False)
def argsort_rows(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Positions that sort the rows of a matrix, by the first column, the second, ..."""
    if 0 in x.shape:
        order = xp.arange(x.shape[0])
    elif x.shape[1] == 1:
        order = xp.argsort(comparable(xp, x)[:, 0], kind="stable")
    else:
        order = xp.lexsort(xp.ascontiguousarray(comparable(xp, x).T[::-1]))
    return order.astype(np.int32) if out is None else settle(order, out)


def _searchsorted_infer(edges: Spec, values: Spec, *, side: str) -> Spec:
    if len(edges.shape) != 1:
        raise ShapeError(
            f"searchsorted: the sorted sequence is {edges.shape}; it must have one "
            f"axis. Use vectorized_map for several."
        )
    return Spec(values.shape, np.dtype(np.int32))


@primitive(
    infer=_searchsorted_infer, kind=OPAQUE, promote="common", differentiable=False
)
def searchsorted(
    xp: Any, edges: Array, values: Array, *, side: str, out: Array | None = None
) -> Array:
    """Positions at which values go into a sorted sequence, on one side of equals."""
    edges, values = comparable(xp, edges), comparable(xp, values)
    found = xp.searchsorted(edges, values, side=side)
    return xp.asarray(found).astype(np.int32) if out is None else settle(found, out)


def _bincount_infer(x: Spec, weights: Spec | None, *, length: int) -> Spec:
    if x.dtype.kind not in "iu":
        raise DTypeError(
            f"bincount: x is {x.dtype.name}; it must be integers. Use histogram for "
            f"floats, or cast x."
        )
    if len(x.shape) not in (1, 2):
        raise ShapeError(f"bincount: x is {x.shape}; it must have one or two axes.")
    shape = (*x.shape[:-1], length)
    if weights is None:
        return Spec(shape, np.dtype(np.int32))
    if not same_shape(x.shape, weights.shape):
        raise ShapeError(
            f"bincount: x is {x.shape} and weights are {weights.shape}; they must be "
            f"of one shape."
        )
    return Spec(shape, weights.dtype)


@primitive(infer=_bincount_infer, kind=GATHER)
def bincount(
    xp: Any,
    x: Array,
    weights: Array | None,
    *,
    length: int,
    out: Array | None = None,
) -> Array:
    """How often each integer below `length` stands along the last axis.

    With weights, the sum of the weights of its places; added in double precision.
    """
    spec = None if weights is None else spec_of(weights)
    _bincount_infer(spec_of(x), spec, length=length)
    if x.size and not (int(x.min()) >= 0 and int(x.max()) < length):
        raise ArgumentError(
            f"bincount: x runs from {int(x.min())} to {int(x.max())}, but must lie in "
            f"[0, {length}). Clip x, or give a larger minlength."
        )
    lead = x.shape[:-1]
    count = math.prod(lead) * length
    first = length * xp.arange(math.prod(lead)).reshape(*lead, 1)
    flat = (x.astype(np.int64) + first).reshape(-1)
    if weights is None:
        found = xp.bincount(flat, minlength=count).astype(np.int32)
    else:
        wide = weights.reshape(-1).astype(np.float64)
        found = xp.bincount(flat, wide, minlength=count)
        if weights.dtype.kind in "iu":  # by way of integers, which wrap
            found = found.astype(np.int64)
        found = found.astype(weights.dtype)
    return settle(found.reshape(*lead, length), out)


bincount.defvjp(
    weights=lambda g, x: take_along_axis(g, x, axis=len(x.shape) - 1),
)


__all__ = ["argsort", "sort_with_positions", "take_along_axis", "top_k"]
