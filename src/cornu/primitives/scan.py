"""Running sums and products along an axis."""

from typing import Any

import numpy as np

from cornu.core import OPAQUE, primitive
from cornu.primitives import rules
from cornu.primitives.movement import (
    concatenate,
    flip,
    inverse_permutation,
    reshape,
    slice_axis,
    transpose,
)
from cornu.primitives.outputs import is_half, settle_as
from cornu.typing import Array


@primitive(infer=rules.same, kind=OPAQUE)
def cumsum(xp: Any, x: Array, *, axis: int, out: Array | None = None) -> Array:
    """Sum up to each element along `axis`; half-precision types in float32."""
    if is_half(x.dtype):
        total = xp.cumsum(x, axis=axis, dtype=np.float32)
        return settle_as(xp, total, x.dtype, out)
    return xp.cumsum(x, axis=axis, dtype=x.dtype, out=out)


cumsum.defvjp(
    x=lambda g, axis: flip(cumsum(flip(g, axes=(axis,)), axis=axis), axes=(axis,))
)


@primitive(infer=rules.same, kind=OPAQUE)
def exclusive_cumprod(
    xp: Any, x: Array, *, axis: int, out: Array | None = None
) -> Array:
    """Product of all elements before each one along `axis`; 1 at the start."""
    answer = xp.empty(x.shape, x.dtype) if out is None else out
    answer.fill(1)
    if x.shape[axis] > 1:
        head = [slice(None)] * x.ndim
        tail = list(head)
        head[axis], tail[axis] = slice(None, -1), slice(1, None)
        after = answer[tuple(tail)]
        xp.cumprod(x[tuple(head)], axis=axis, dtype=x.dtype, out=after)
    return answer


@exclusive_cumprod.vjp("x")
def _exclusive_vjp(g: Any, x: Any, axis: int) -> Any:
    # d ans[j] / d x[i] for i < j is the product over k < j, k != i; the recursion
    # s[i] = g[i+1] + x[i+1] * s[i+1] sums them without dividing by x.
    n = x.shape[axis]
    if not n:
        return g
    before = exclusive_cumprod(x, axis=axis)
    after: list[Any] = [None] * n
    running: Any = None
    for i in range(n - 1, -1, -1):
        after[i] = running
        g_i, x_i = _at(g, axis, i), _at(x, axis, i)
        running = g_i if running is None else g_i + x_i * running
    after[n - 1] = _at(g, axis, n - 1) * 0
    return before * concatenate(*after, axis=axis)


def _at(x: Any, axis: int, i: int) -> Any:
    return slice_axis(x, axis, i, i + 1)


def exclusive_products(x: Any, axes: tuple[int, ...]) -> Any:
    """Return, at each element, the product of all others along `axes`.

    Needed instead of ``prod / x`` so that zeros are handled exactly.
    """
    ndim = len(x.shape)
    keep = tuple(i for i in range(ndim) if i not in axes)
    order = (*keep, *axes)
    moved = transpose(x, axes=order)
    shape = tuple(moved.shape)
    size = 1
    for n in shape[len(keep) :]:
        size *= n
    flat = reshape(moved, shape=(*shape[: len(keep)], size))
    last = len(keep)
    left = exclusive_cumprod(flat, axis=last)
    right = flip(exclusive_cumprod(flip(flat, axes=(last,)), axis=last), axes=(last,))
    product = reshape(left * right, shape=shape)
    return transpose(product, axes=inverse_permutation(order))
