"""Triangular systems, and the factorisations into triangles: Cholesky, LU, QR."""

import math
from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import ArgumentError, ShapeError
from cornu.primitives.contraction import matmul
from cornu.primitives.indexing import take_along_axis
from cornu.primitives.matrices import (
    adjoint,
    check_matrix,
    conjugate,
    in_wide,
    lower_part,
    smaller,
    square,
    symmetric_part,
    upper_part,
)
from cornu.primitives.movement import concatenate, reshape, slice_axis, swap_last
from cornu.primitives.reduction import unbroadcast
from cornu.primitives.systems import solved, system_infer
from cornu.typing import Array

_BLOCK = 64  # up to here one call of LAPACK beats a loop over blocks


@primitive(infer=system_infer("solve_triangular"), kind=OPAQUE, promote="float")
@in_wide
def solve_triangular(
    xp: Any,
    a: Array,
    b: Array,
    *,
    lower: bool = False,
    transposed: bool = False,
    unit: bool = False,
) -> Array:
    """Matrices x with ``a @ x = b``, of `a` only one triangle being looked at.

    `transposed` takes that triangle's transpose, `unit` ones on its diagonal.
    """
    n = a.shape[-1]
    if a.ndim < 2 or b.ndim < 2 or n != a.shape[-2] or n != b.shape[-2]:
        system_infer("solve_triangular")(Spec(a.shape, a.dtype), Spec(b.shape, b.dtype))
    if n <= _BLOCK:
        full = _filled(xp, a, lower, unit)
        return solved(xp, full.swapaxes(-1, -2) if transposed else full, b)
    return _by_blocks(xp, a, b, lower, transposed, unit)


def _filled(xp: Any, a: Array, lower: bool, unit: bool) -> Array:
    """Return the triangle, zeros elsewhere."""
    if unit:
        off = xp.tril(a, -1) if lower else xp.triu(a, 1)
        return off + xp.eye(a.shape[-1], dtype=a.dtype)
    return xp.tril(a) if lower else xp.triu(a)


def _by_blocks(
    xp: Any, a: Array, b: Array, lower: bool, transposed: bool, unit: bool
) -> Array:
    """Substitute block by block: small inverses, and products of matrices."""
    n = a.shape[-1]
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    x = xp.empty((*batch, *b.shape[-2:]), b.dtype)
    starts = list(range(0, n, _BLOCK))
    forward = lower is not transposed
    for start in starts if forward else starts[::-1]:
        stop = min(start + _BLOCK, n)
        done = slice(0, start) if forward else slice(stop, n)
        own = _filled(xp, a[..., start:stop, start:stop], lower, unit)
        strip = a[..., done, start:stop] if transposed else a[..., start:stop, done]
        if transposed:
            own, strip = own.swapaxes(-1, -2), strip.swapaxes(-1, -2)
        rest = b[..., start:stop, :]
        if done.stop > done.start:
            rest = rest - xp.matmul(strip, x[..., done, :])
        x[..., start:stop, :] = solved(xp, own, rest)
    return x


@solve_triangular.vjp_joint
def _solve_triangular_vjp(
    g: Any,
    a: Any,
    ans: Any,
    a_spec: Spec,
    b_spec: Spec,
    lower: bool,
    transposed: bool,
    unit: bool,
    needs: tuple[bool, ...],
) -> Any:
    to_b = solve_triangular(a, g, lower=lower, transposed=not transposed, unit=unit)
    to_a = None
    if needs[0]:
        left, right = (ans, to_b) if transposed else (to_b, ans)
        full = unbroadcast(-matmul(left, swap_last(right)), a_spec)
        to_a = lower_part(full, -unit) if lower else upper_part(full, int(unit))
    return to_a, unbroadcast(to_b, b_spec) if needs[1] else None


# ---- Cholesky ----


@primitive(infer=square("cholesky"), kind=OPAQUE, promote="float")
@in_wide
def cholesky(xp: Any, x: Array) -> Array:
    """Lower triangle L with ``L @ L.T`` equal to the symmetric part of `x`."""
    try:
        return xp.linalg.cholesky((x + x.conj().swapaxes(-1, -2)) / 2)
    except np.linalg.LinAlgError:
        if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
            raise
        raise ArgumentError(
            f"cholesky: x, of shape {x.shape}, must be positive definite, but a pivot "
            f"is not above zero. Add a small multiple of the identity, or use "
            f"eigh."
        ) from None


@cholesky.vjp("x")
def _cholesky_vjp(g: Any, ans: Any) -> Any:
    inner = matmul(adjoint(ans), conjugate(g))
    half = (lower_part(inner) + lower_part(inner, -1)) * 0.5  # half the diagonal
    left = solve_triangular(conjugate(ans), half, lower=True, transposed=True)
    both = solve_triangular(conjugate(ans), adjoint(left), lower=True, transposed=True)
    return conjugate(symmetric_part(both))


# ---- LU ----


def _lu_infer(x: Spec) -> tuple[Spec, Spec, Spec]:
    check_matrix("lu_factor", x)
    pivots = smaller(*x.shape[-2:])
    whole = np.dtype(np.int32)
    return (
        x,
        Spec((*x.shape[:-2], pivots), whole),
        Spec((*x.shape[:-2], x.shape[-2]), whole),
    )


@primitive(infer=_lu_infer, kind=OPAQUE, promote="float")
@in_wide
def lu(xp: Any, x: Array) -> tuple[Array, ...]:
    """Triangles L and U in one matrix, the row each step swapped in, and where to.

    L has ones on its diagonal, which are not stored. The third result says at which
    row of ``L @ U`` each row of `x` ends up.
    """
    if x.ndim < 2:
        _lu_infer(Spec(x.shape, x.dtype))
    rows, columns = x.shape[-2:]
    steps = min(rows, columns)
    a = xp.array(x).reshape(math.prod(x.shape[:-2]), rows, columns)
    each = xp.arange(a.shape[0])
    pivots = xp.empty((a.shape[0], steps), np.int32)
    order = xp.empty((a.shape[0], rows), np.int64)
    order[...] = xp.arange(rows)
    for start in range(0, steps, _PANEL):
        stop = min(start + _PANEL, steps)
        for j in range(start, stop):
            _eliminate(xp, a, order, pivots, each, j, stop)
        if stop < columns:
            own = _filled(xp, a[:, start:stop, start:stop], lower=True, unit=True)
            a[:, start:stop, stop:] = xp.linalg.solve(own, a[:, start:stop, stop:])
            a[:, stop:, stop:] -= xp.matmul(
                a[:, stop:, start:stop], a[:, start:stop, stop:]
            )
    places = xp.argsort(order, axis=-1).astype(np.int32)
    batch = x.shape[:-2]
    return (
        a.reshape(x.shape),
        pivots.reshape(*batch, steps),
        places.reshape(*batch, rows),
    )


_PANEL = 32


def _eliminate(
    xp: Any, a: Array, order: Array, pivots: Array, each: Array, j: int, stop: int
) -> None:
    """Clear column j below the largest of its elements, in columns up to `stop`."""
    chosen = xp.argmax(abs(a[:, j:, j]), axis=1) + j
    pivots[:, j] = chosen
    for rows in (a, order):
        swapped = rows[each, chosen]
        rows[each, chosen] = rows[:, j]
        rows[:, j] = swapped
    pivot = a[:, j, j, None]
    a[:, j + 1 :, j] /= xp.where(pivot == 0, a.dtype.type(1), pivot)
    a[:, j + 1 :, j + 1 : stop] -= a[:, j + 1 :, j, None] * a[:, j, None, j + 1 : stop]


@lu.vjp("x")
def _lu_vjp(g: Any, ans: Any, x_spec: Spec) -> Any:
    if x_spec.shape[-1] != x_spec.shape[-2]:
        raise ShapeError(
            f"lu_factor: the gradient needs square matrices, got shape {x_spec.shape}."
        )
    factors, _, places = ans
    lower, upper = lower_part(g[0], -1), upper_part(g[0])
    to_lower = matmul(swap_last(lower_part(factors, -1)), lower) + lower
    inner = lower_part(to_lower, -1) + upper_part(
        matmul(upper, swap_last(upper_part(factors)))
    )
    left = solve_triangular(factors, inner, lower=True, transposed=True, unit=True)
    both = swap_last(solve_triangular(factors, swap_last(left)))
    rows = reshape(places, shape=(*places.shape, 1))
    return take_along_axis(both, rows, axis=len(x_spec.shape) - 2)


# ---- QR ----


def _qr_infer(x: Spec, *, complete: bool = False) -> tuple[Spec, Spec]:
    check_matrix("qr", x)
    *batch, rows, columns = x.shape
    kept = rows if complete else smaller(rows, columns)
    return Spec((*batch, rows, kept), x.dtype), Spec((*batch, kept, columns), x.dtype)


@primitive(infer=_qr_infer, kind=OPAQUE, promote="float")
@in_wide
def qr(xp: Any, x: Array, *, complete: bool = False) -> tuple[Array, ...]:
    """Orthonormal columns Q and a triangle R with ``Q @ R = x``."""
    q, r = xp.linalg.qr(x, mode="complete" if complete else "reduced")
    return q, r


@qr.vjp("x")
def _qr_vjp(g: Any, ans: Any, x_spec: Spec, complete: bool) -> Any:
    rows, columns = x_spec.shape[-2:]
    (to_q, to_r), (q, r) = g, ans
    assert rows is not None
    assert columns is not None
    if complete and rows > columns:
        raise ShapeError(
            f"qr: with mode='complete' the gradient needs at least as many columns as "
            f"rows, got shape {x_spec.shape}; use mode='reduced'."
        )
    if rows >= columns:
        return conjugate(_qr_tall(conjugate(to_q), conjugate(to_r), q, r))
    # The columns beyond the square part are Q times theirs of R.
    last = len(x_spec.shape) - 1
    to_q, to_r = conjugate(to_q), conjugate(to_r)
    beyond, to_beyond = (slice_axis(m, last, rows, None) for m in (r, to_r))
    to_q = to_q + matmul(matmul(q, beyond), adjoint(to_beyond))
    head = _qr_tall(to_q, *(slice_axis(m, last, 0, rows) for m in (to_r, q, r)))
    return conjugate(concatenate(head, matmul(q, to_beyond), axis=last))


def _qr_tall(to_q: Any, to_r: Any, q: Any, r: Any) -> Any:
    inner = matmul(r, adjoint(to_r)) - matmul(adjoint(to_q), q)
    half = (lower_part(inner) + lower_part(inner, -1)) * 0.5  # half the diagonal
    total = to_q + matmul(q, half + adjoint(half))
    return adjoint(solve_triangular(r, adjoint(total)))
