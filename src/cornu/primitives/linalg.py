"""Determinants and the pseudo-inverse."""

from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, dtype_name, primitive, promotion
from cornu.primitives.comparison import where
from cornu.primitives.complex import imag, join_parts
from cornu.primitives.contraction import matmul
from cornu.primitives.matrices import (
    adjoint,
    check_matrix,
    check_square,
    conjugate,
    in_wide,
    lower_part,
    not_finite,
    square,
    survived,
    upper_part,
)
from cornu.primitives.movement import cast, reshape, swap_last
from cornu.primitives.reduction import reduce_prod, reduce_sum
from cornu.primitives.spectral import svd
from cornu.primitives.systems import inv
from cornu.typing import Array

# ---- determinants ----


def _det_infer(x: Spec) -> Spec:
    check_square("det", x)
    return Spec(x.shape[:-2], x.dtype)


@primitive(infer=_det_infer, kind=OPAQUE, promote="float")
@in_wide
def det(xp: Any, x: Array) -> Array:
    """Multiply the pivots of square matrices: their determinant."""
    return xp.asarray(xp.linalg.det(x))


def _per_matrix(g: Any) -> Any:
    """Give an array of one number a matrix the axes of matrices."""
    return reshape(g, shape=(*g.shape, 1, 1))


@primitive(infer=square("adjugate"), kind=OPAQUE, promote="float")
@in_wide
def adjugate(xp: Any, x: Array) -> Array:
    """Transposed cofactors, ``det(x) * inv(x)`` without its poles.

    In the basis of singular vectors they are products of all singular values but one,
    so that singular matrices are no exception: the slope of `det` is finite there.
    """
    u, s, vh = _factors(xp, x)
    sign = xp.linalg.det(u) * xp.linalg.det(vh)
    others = _exclusive(xp, s) * sign[..., None]
    v = vh.conj().swapaxes(-1, -2)
    return xp.matmul(v * others[..., None, :], u.conj().swapaxes(-1, -2))


def _factors(xp: Any, x: Array) -> Any:
    return survived(xp, lambda m: xp.linalg.svd(m, full_matrices=False), x, not_finite)


det.defvjp(x=lambda g, x: _per_matrix(g) * swap_last(adjugate(x)))


def _exclusive(xp: Any, s: Array) -> Array:
    """Multiply all but one along the last axis."""
    ones = xp.ones_like(s[..., :1])
    before = xp.cumprod(xp.concatenate((ones, s[..., :-1]), axis=-1), axis=-1)
    flipped = s[..., :0:-1]
    after = xp.cumprod(xp.concatenate((ones, flipped), axis=-1), axis=-1)[..., ::-1]
    return before * after if s.shape[-1] else s


@adjugate.vjp("x")
def _adjugate_vjp(g: Any, x: Any) -> Any:
    # In the basis of singular vectors, moving S to S + P moves adj(S) by
    # -P[i, j] E[i, j] off the diagonal and by sum_j E[i, j] P[j, j] on it, where
    # E[i, j] is the product of all singular values but those of i and j.
    u, s, vh = svd(x, full_matrices=False)
    sign = _per_matrix(slogdet(matmul(u, vh))[0])
    u, vh = conjugate(u), conjugate(vh)
    inner = sign * matmul(matmul(vh, g), u)
    but_two = _off_diagonal(_exclusive_pairs(s))
    last = len(s.shape)
    diagonal = reduce_sum(inner - _off_diagonal(inner), axes=(last,), keepdims=True)
    spread = reduce_sum(but_two * diagonal, axes=(last - 1,), keepdims=True)
    moved = matmul(u * spread - matmul(u, but_two * inner), vh)
    return moved


def _off_diagonal(x: Any) -> Any:
    return lower_part(x, -1) + upper_part(x, 1)


def _exclusive_pairs(s: Any) -> Any:
    """Multiply all but two; zeros are counted, not divided by."""
    shape = tuple(s.shape)
    zero = s == 0
    whole = where(zero, 1.0, s)
    last = (len(shape) - 1,)
    missing = cast(zero, dtype=dtype_name(s.dtype))
    product = reduce_prod(whole, axes=last, keepdims=True)
    column = reshape(whole, shape=(*shape, 1))
    row = reshape(whole, shape=(*shape[:-1], 1, shape[-1]))
    left = reduce_sum(missing, axes=last, keepdims=True)
    left = reshape(left - missing, shape=(*shape, 1)) - reshape(
        missing, shape=(*shape[:-1], 1, shape[-1])
    )
    return where(left == 0, reshape(product, shape=(*shape[:-1], 1, 1)), 0.0) / (
        column * row
    )


def _slogdet_infer(x: Spec) -> tuple[Spec, Spec]:
    check_square("slogdet", x)
    batch = x.shape[:-2]
    return Spec(batch, x.dtype), Spec(batch, promotion.real_dtype(x.dtype))


@primitive(infer=_slogdet_infer, kind=OPAQUE, promote="float")
@in_wide
def slogdet(xp: Any, x: Array) -> tuple[Array, ...]:
    """Sign of determinants, and the logarithm of their absolute value."""
    sign, size = xp.linalg.slogdet(x)
    return xp.asarray(sign), xp.asarray(size)


@slogdet.vjp("x")
def _slogdet_vjp(g: Any, ans: Any, x: Any) -> Any:
    scale = g[1]
    if np.dtype(x.dtype).kind == "c":  # the sign turns with the argument
        scale = join_parts(scale, imag(g[0] * ans[0]))
    return _per_matrix(scale) * swap_last(inv(x))


# ---- the pseudo-inverse ----


def _pinv_infer(x: Spec, *, rcond: float | None = None) -> Spec:
    check_matrix("pinv", x)
    return Spec((*x.shape[:-2], x.shape[-1], x.shape[-2]), x.dtype)


@primitive(infer=_pinv_infer, kind=OPAQUE, promote="float")
@in_wide
def pinv(xp: Any, x: Array, *, rcond: float | None = None) -> Array:
    """Pseudo-inverse: singular values up to `rcond` times the largest count as zero."""
    if x.ndim < 2:
        _pinv_infer(Spec(x.shape, x.dtype))
    if rcond is None:
        rcond = 10.0 * max(x.shape[-2:]) * float(np.finfo(x.dtype).eps)
    u, s, vh = _factors(xp, x)
    kept = s > rcond * s[..., :1]  # in descending order
    inverse = xp.where(kept, 1 / xp.where(kept, s, 1), 0)
    v = vh.conj().swapaxes(-1, -2)
    return xp.matmul(v * inverse[..., None, :], u.conj().swapaxes(-1, -2))


@pinv.vjp("x")
def _pinv_vjp(g: Any, x: Any, ans: Any) -> Any:
    # Golub and Pereyra's derivative, for matrices whose rank stays as it is.
    g = conjugate(g)
    turned, down = adjoint(ans), adjoint(g)
    gram = matmul(ans, turned)  # (n, n)
    outer = matmul(turned, ans)  # (m, m)
    left = matmul(down, gram)  # (m, n)
    right = matmul(outer, down)  # (m, n)
    first = -matmul(matmul(turned, g), turned)
    second = left - matmul(x, matmul(ans, left))
    third = right - matmul(matmul(right, ans), x)
    return conjugate(first + second + third)
