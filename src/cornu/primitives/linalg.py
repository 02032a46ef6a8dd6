"""Inverses, systems of equations and determinants."""

from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, dtype_name, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.primitives.comparison import where
from cornu.primitives.contraction import matmul
from cornu.primitives.matrices import (
    adjoint,
    check_matrix,
    check_square,
    in_wide,
    lower_part,
    not_finite,
    real_of,
    singular,
    square,
    survived,
    upper_part,
)
from cornu.primitives.movement import cast, reshape, swap_last
from cornu.primitives.reduction import reduce_prod, reduce_sum, unbroadcast
from cornu.primitives.spectral import svd
from cornu.typing import Array

# ---- inverses and systems ----


@primitive(infer=square("inv"), kind=OPAQUE, promote="float")
@in_wide
def inv(xp: Any, x: Array) -> Array:
    """Inverse of square matrices; NaN where there is none."""
    return survived(xp, xp.linalg.inv, x, singular)


@inv.vjp("x")
def _inv_vjp(g: Any, ans: Any) -> Any:
    turned = swap_last(ans)
    return -matmul(matmul(turned, g), turned)


def system_infer(op: str) -> Any:
    """Return the shape rule of solving ``a @ x = b``."""

    def rule(a: Spec, b: Spec, **params: Any) -> Spec:
        n = check_square(op, a, "a")
        check_matrix(op, b, "b")
        rows = b.shape[-2]
        if n is not None and rows is not None and n != rows:
            raise ShapeError(
                f"{op}: a is {a.shape} and b is {b.shape}; b must have as many rows as "
                f"a, {n}, in its second-to-last axis. A batch of vectors needs another "
                f"axis: b[..., None]."
            )
        batch = rules.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        dtype = promotion.result_dtype((a, b)) or a.dtype
        return Spec((*batch, n if rows is None else rows, b.shape[-1]), dtype)

    return rule


@primitive(infer=system_infer("solve"), kind=OPAQUE, promote="float")
@in_wide
def solve(xp: Any, a: Array, b: Array) -> Array:
    """Matrices x with ``a @ x = b``; NaN where `a` is singular."""
    return solved(xp, a, b)


def solved(xp: Any, a: Array, b: Array) -> Array:
    """Solve systems of equations whose right sides are matrices."""
    try:
        return xp.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        bad = singular(xp, a)[..., None, None]
    eye = xp.eye(a.shape[-1], dtype=a.dtype)
    return xp.where(
        bad, a.dtype.type(np.nan), xp.linalg.solve(xp.where(bad, eye, a), b)
    )


@solve.vjp_joint
def _solve_vjp(
    g: Any, a: Any, ans: Any, a_spec: Spec, b_spec: Spec, needs: tuple[bool, ...]
) -> Any:
    to_b = solve(swap_last(a), g)
    to_a = unbroadcast(-matmul(to_b, swap_last(ans)), a_spec) if needs[0] else None
    return to_a, unbroadcast(to_b, b_spec) if needs[1] else None


# ---- determinants ----


def _det_infer(x: Spec) -> Spec:
    check_square("det", x)
    return Spec(x.shape[:-2], x.dtype)


@primitive(infer=_det_infer, kind=OPAQUE, promote="float")
@in_wide
def det(xp: Any, x: Array) -> Array:
    """Determinant of square matrices."""
    return xp.asarray(xp.linalg.det(x))


det.defvjp(x=lambda g, x: _per_matrix(g) * swap_last(adjugate(x)))


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
    turn = matmul(u, vh)
    sign = _per_matrix(slogdet(turn)[0])
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
    return Spec(batch, x.dtype), Spec(batch, real_of(x.dtype))


@primitive(infer=_slogdet_infer, kind=OPAQUE, promote="float")
@in_wide
def slogdet(xp: Any, x: Array) -> tuple[Array, ...]:
    """Sign of determinants, and the logarithm of their absolute value."""
    sign, size = xp.linalg.slogdet(x)
    return xp.asarray(sign), xp.asarray(size)


slogdet.defvjp(x=lambda g, x: _per_matrix(g[1]) * adjoint(inv(x)))


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
    kept = s > rcond * s.max(-1, keepdims=True, initial=0)
    inverse = xp.where(kept, 1 / xp.where(kept, s, 1), 0)
    v = vh.conj().swapaxes(-1, -2)
    return xp.matmul(v * inverse[..., None, :], u.conj().swapaxes(-1, -2))


@pinv.vjp("x")
def _pinv_vjp(g: Any, x: Any, ans: Any) -> Any:
    # Golub and Pereyra's derivative, for matrices whose rank stays as it is.
    turned, down = adjoint(ans), adjoint(g)
    gram = matmul(ans, turned)  # (n, n)
    outer = matmul(turned, ans)  # (m, m)
    left = matmul(down, gram)  # (m, n)
    right = matmul(outer, down)  # (m, n)
    first = -matmul(matmul(turned, g), turned)
    second = left - matmul(x, matmul(ans, left))
    third = right - matmul(matmul(right, ans), x)
    return first + second + third
