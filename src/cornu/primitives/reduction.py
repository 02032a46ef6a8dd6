"""Primitives that combine the elements along axes into one."""

import math
from typing import Any

import numpy as np

from cornu.core import REDUCTION, Spec, dtype_name, primitive
from cornu.primitives import rules
from cornu.primitives.movement import broadcast_to, cast, reshape
from cornu.primitives.outputs import is_half, settle_as
from cornu.primitives.scan import exclusive_products
from cornu.typing import Array

Axes = tuple[int, ...]

_FIRST = tuple(range(64))


@primitive(infer=rules.reduced, kind=REDUCTION)
def reduce_sum(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Sum along `axes`; half-precision types are summed in float32."""
    if axes == (0,) and x.ndim == 2 and out is None and x.flags.c_contiguous:
        if x.dtype.char in "fd":  # as below, quicker
            total = xp.dot(xp.ones(x.shape[0], x.dtype), x)
            return total[None] if keepdims else total
    if is_half(x.dtype):
        total = xp.sum(x, axis=axes, keepdims=keepdims, dtype=np.float32)
        return settle_as(xp, total, x.dtype, out)
    if not is_leading(x.ndim, x.dtype, axes) or not x.size:
        return xp.sum(x, axis=axes, keepdims=keepdims, dtype=x.dtype, out=out)
    # A row of ones times a matrix: BLAS reads each element once, in order.
    flat = xp.ascontiguousarray(x).reshape(-1, math.prod(x.shape[len(axes) :]))
    ones = xp.ones(flat.shape[0], x.dtype)
    if out is not None and out.flags.c_contiguous:
        xp.dot(ones, flat, out=out.reshape(-1))
        return out
    total = xp.dot(ones, flat)
    total = total.reshape((1,) * (len(axes) * keepdims) + x.shape[len(axes) :])
    if out is None:
        return total
    out[...] = total
    return out


def is_leading(ndim: int, dtype: np.dtype, axes: Axes) -> bool:
    """Tell whether a sum is one over the first axes, not all, of wide enough floats."""
    return 0 < len(axes) < ndim and axes == _FIRST[: len(axes)] and dtype.char in "fd"


def spread(g: Any, spec: Spec, axes: Axes) -> Any:
    """Broadcast the gradient of a reduction back over the axes it lost."""
    kept = tuple(1 if i in axes else n for i, n in enumerate(spec.shape))
    return broadcast_to(reshape(g, shape=kept), shape=spec.shape)


def unbroadcast(g: Any, spec: Spec) -> Any:
    """Sum `g` down to the shape of `spec`, the transpose of broadcasting."""
    shape = tuple(g.shape)
    if shape != spec.shape:
        lead = len(shape) - len(spec.shape)
        axes = tuple(
            i
            for i in range(len(shape))
            if i < lead or (spec.shape[i - lead] == 1 and shape[i] != 1)
        )
        g = reduce_sum(g, axes=axes)
        if tuple(g.shape) != spec.shape:
            g = reshape(g, shape=spec.shape)
    return g if g.dtype == spec.dtype else cast(g, dtype=spec.dtype.name)


reduce_sum.defvjp(x=lambda g, x_spec, axes: spread(g, x_spec, axes))
broadcast_to.defvjp(x=lambda g, x_spec: unbroadcast(g, x_spec))


def count(spec: Spec, axes: Axes) -> int:
    """Return how many elements of `spec` meet in one result."""
    total = 1
    for a in axes:
        total *= spec.shape[a]  # type: ignore[operator]
    return total


@primitive(infer=rules.reduced, kind=REDUCTION, promote="float")
def reduce_mean(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Average along `axes`; half-precision types are summed in float32."""
    wide = np.dtype(np.float32) if is_half(x.dtype) else x.dtype
    if is_leading(x.ndim, x.dtype, axes) and x.size:
        total = reduce_sum.forward(xp, x, axes=axes, keepdims=keepdims, out=out)
        return xp.divide(total, float(math.prod(x.shape[: len(axes)])), out=total)
    if axes and 0 in [x.shape[a] for a in axes]:
        answer = xp.full(
            rules.reduced(Spec(x.shape, x.dtype), axes=axes, keepdims=keepdims).shape,
            xp.nan,
            x.dtype,
        )
    elif out is not None and out.dtype == wide:
        return xp.mean(x, axis=axes, keepdims=keepdims, dtype=wide, out=out)
    else:
        answer = xp.mean(x, axis=axes, keepdims=keepdims, dtype=wide)
    return settle_as(xp, answer, x.dtype, out)


reduce_mean.defvjp(
    x=lambda g, x_spec, axes: spread(
        g * (1.0 / max(count(x_spec, axes), 1)), x_spec, axes
    )
)


def _extremum_vjp(g: Any, ans: Any, x: Any, x_spec: Spec, axes: Axes) -> Any:
    # Ties share the gradient equally, as in the oracle.
    hit = cast(x == spread(ans, x_spec, axes), dtype=dtype_name(g.dtype))
    ties = spread(reduce_sum(hit, axes=axes), x_spec, axes)
    return spread(g, x_spec, axes) * hit / ties


@primitive(infer=rules.reduced, kind=REDUCTION)
def reduce_max(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Largest element along `axes`."""
    return xp.max(x, axis=axes, keepdims=keepdims, out=out)


@primitive(infer=rules.reduced, kind=REDUCTION)
def reduce_min(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Smallest element along `axes`."""
    return xp.min(x, axis=axes, keepdims=keepdims, out=out)


reduce_max.defvjp(x=_extremum_vjp)
reduce_min.defvjp(x=_extremum_vjp)


@primitive(infer=rules.reduced, kind=REDUCTION)
def reduce_prod(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Multiply along `axes`; half-precision types in float32."""
    if is_half(x.dtype):
        total = xp.prod(x, axis=axes, keepdims=keepdims, dtype=np.float32)
        return settle_as(xp, total, x.dtype, out)
    return xp.prod(x, axis=axes, keepdims=keepdims, dtype=x.dtype, out=out)


@reduce_prod.vjp("x")
def _prod_vjp(g: Any, x: Any, x_spec: Spec, axes: Axes) -> Any:
    return spread(g, x_spec, axes) * exclusive_products(x, axes)


@primitive(infer=rules.reduced_to(bool), kind=REDUCTION, differentiable=False)
def reduce_any(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Whether any element along `axes` is true (not zero)."""
    return xp.any(x, axis=axes, keepdims=keepdims, out=out)


@primitive(infer=rules.reduced_to(bool), kind=REDUCTION, differentiable=False)
def reduce_all(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Whether all elements along `axes` are true (not zero)."""
    return xp.all(x, axis=axes, keepdims=keepdims, out=out)


def _position_infer(x: Spec, *, axis: int, keepdims: bool = False) -> Spec:
    return Spec(
        rules.reduced(x, axes=(axis,), keepdims=keepdims).shape, np.dtype(np.int32)
    )


@primitive(infer=_position_infer, kind=REDUCTION, differentiable=False)
def argmax(
    xp: Any, x: Array, *, axis: int, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Position of the largest element along `axis`; the first of several."""
    return _position(xp, xp.argmax(x, axis=axis, keepdims=keepdims), out)


@primitive(infer=_position_infer, kind=REDUCTION, differentiable=False)
def argmin(
    xp: Any, x: Array, *, axis: int, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Position of the smallest element along `axis`; the first of several."""
    return _position(xp, xp.argmin(x, axis=axis, keepdims=keepdims), out)


def _position(xp: Any, found: Any, out: Array | None) -> Array:
    if out is None:
        return xp.asarray(found).astype(np.int32)
    out[...] = found
    return out
