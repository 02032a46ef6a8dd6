"""Eigenvalues and singular values."""

from typing import Any

import numpy as np

from cornu.backend import backend_of
from cornu.core import OPAQUE, Spec, dtype_name, primitive, promotion
from cornu.primitives.comparison import where
from cornu.primitives.complex import conj, imag, join_parts, like, real
from cornu.primitives.contraction import matmul
from cornu.primitives.elementwise import absolute
from cornu.primitives.indexing import one_hot
from cornu.primitives.matrices import (
    adjoint,
    check_matrix,
    check_square,
    conjugate,
    in_wide,
    lower_part,
    not_finite,
    smaller,
    survived,
    symmetric_part,
    upper_part,
)
from cornu.primitives.movement import reshape, slice_axis, swap_last
from cornu.primitives.reduction import argmax, reduce_sum
from cornu.primitives.systems import solve
from cornu.typing import Array

# ---- symmetric matrices ----


def _eigh_infer(x: Spec) -> tuple[Spec, Spec]:
    n = check_square("eigh", x)
    batch = x.shape[:-2]
    return Spec((*batch, n), promotion.real_dtype(x.dtype)), Spec(
        (*batch, n, n), x.dtype
    )


@primitive(infer=_eigh_infer, kind=OPAQUE, promote="float")
@in_wide
def eigh(xp: Any, x: Array) -> tuple[Array, ...]:
    """Eigenvalues, ascending, and eigenvectors of the symmetric part of `x`."""
    even = (x + x.conj().swapaxes(-1, -2)) / 2
    return survived(xp, lambda m: tuple(xp.linalg.eigh(m)), even, not_finite)


@eigh.vjp_joint
def _eigh_vjp(g: Any, ans: Any, given: tuple[int, ...]) -> Any:
    (values, vectors), (to_values, to_vectors) = ans, g
    turned = adjoint(vectors)
    total: Any = None
    if 0 in given:
        total = matmul(vectors * _row(to_values), turned)
    if 1 in given:
        inner = _gaps(values) * matmul(turned, conjugate(to_vectors))
        more = matmul(matmul(vectors, inner), turned)
        total = more if total is None else total + more
    return (conjugate(symmetric_part(total)),)


def _row(x: Any) -> Any:
    return reshape(x, shape=(*x.shape[:-1], 1, x.shape[-1]))


def _column(x: Any) -> Any:
    return reshape(x, shape=(*x.shape, 1))


def _reciprocal(x: Any) -> Any:
    """Return 1 / x, and 0 of zero."""
    zero = x == 0
    return where(zero, 0.0, 1 / where(zero, 1.0, x))


def _gaps(values: Any) -> Any:
    """Return 1 / (values[j] - values[i]); 0 where they are equal.

    Vectors of equal values may turn freely among themselves: functions that make
    sense do not change with that, so nothing is lost.
    """
    return _reciprocal(_row(values) - _column(values))


# ---- square matrices ----


def _eig_infer(x: Spec) -> tuple[Spec, Spec]:
    n = check_square("eig", x)
    batch, dtype = x.shape[:-2], promotion.complex_dtype(x.dtype)
    return Spec((*batch, n), dtype), Spec((*batch, n, n), dtype)


@primitive(infer=_eig_infer, kind=OPAQUE, promote="float")
@in_wide
def eig(xp: Any, x: Array) -> tuple[Array, ...]:
    """Complex eigenvalues and eigenvectors; the host computes them."""
    backend = backend_of(x)
    assert backend is not None  # a float promotion has made x an array
    host = backend.to_host(x)
    found = survived(np, lambda m: tuple(np.linalg.eig(m)), host, not_finite)
    dtype = promotion.complex_dtype(x.dtype)
    return tuple(backend.asarray(r.astype(dtype, copy=False)) for r in found)


@eig.vjp_joint
def _eig_vjp(g: Any, ans: Any, x_spec: Spec, given: tuple[int, ...]) -> Any:
    # With P = V^-1 dA V the values move by P[k, k] and, apart from their scale, the
    # vectors by V (F * P), F holding the reciprocals of the values' differences.
    values, vectors = ans
    inner: Any = None
    if 1 in given:
        turned = matmul(swap_last(vectors), _without_scale(g[1], vectors))
        inner = _gaps(values) * turned
    if 0 in given:
        side = _column(g[0]) * swap_last(vectors)
        side = side if inner is None else side + matmul(inner, swap_last(vectors))
    else:
        side = matmul(inner, swap_last(vectors))
    return (like(solve(swap_last(vectors), side), x_spec),)


def _without_scale(g: Any, vectors: Any) -> Any:
    """Take from a gradient what would change a vector's length or phase.

    LAPACK gives vectors of length 1 whose largest component is real.
    """
    rows = len(vectors.shape) - 2
    if not vectors.shape[rows]:
        return g
    along = reduce_sum(g * vectors, axes=(rows,), keepdims=True)
    largest = one_hot(
        argmax(absolute(vectors), axis=rows),
        depth=vectors.shape[-1],
        axis=rows,
        dtype=dtype_name(np.dtype(vectors.dtype)),
    )
    fixed = reduce_sum(vectors * largest, axes=(rows,), keepdims=True)
    phase = join_parts(0.0, imag(along)) / fixed
    return g - real(along) * conj(vectors) - phase * largest


# ---- singular values ----


def _svd_infer(x: Spec, *, full_matrices: bool) -> tuple[Spec, Spec, Spec]:
    check_matrix("svd", x)
    *batch, rows, columns = x.shape
    k = smaller(rows, columns)
    left, right = (rows, columns) if full_matrices else (k, k)
    return (
        Spec((*batch, rows, left), x.dtype),
        Spec((*batch, k), promotion.real_dtype(x.dtype)),
        Spec((*batch, right, columns), x.dtype),
    )


@primitive(infer=_svd_infer, kind=OPAQUE, promote="float")
@in_wide
def svd(xp: Any, x: Array, *, full_matrices: bool) -> tuple[Array, ...]:
    """Singular vectors as columns, singular values descending, vectors as rows."""
    return survived(
        xp,
        lambda m: tuple(xp.linalg.svd(m, full_matrices=full_matrices)),
        x,
        not_finite,
    )


@svd.vjp_joint
def _svd_vjp(g: Any, ans: Any, given: tuple[int, ...]) -> Any:
    u, s, vh = ans
    k = s.shape[-1]
    u, to_u = _leading(u, None if g[0] is None else conjugate(g[0]), k)
    v, to_v = _leading(adjoint(vh), None if g[2] is None else swap_last(g[2]), k)
    inner: Any = None  # in the basis of singular vectors
    if 1 in given:
        inner = u * _row(g[1])
    gaps = None
    if to_u is not None or to_v is not None:
        # 1 / (s[j]**2 - s[i]**2), without squares that lose digits.
        gaps = _gaps(s) * _reciprocal(_row(s) + _column(s))
    if to_u is not None:
        turn = matmul(adjoint(u), to_u)
        skew = turn - adjoint(turn)
        bend = matmul(u, gaps * skew) * _row(s)
        if np.dtype(u.dtype).kind == "c":  # phases of u and v turn together
            bend = bend + matmul(u, _diagonal(skew)) * _row(_reciprocal(2 * s))
        out = (to_u - matmul(u, turn)) * _row(_reciprocal(s))
        inner = _sum(inner, bend + out)
    total = None if inner is None else matmul(inner, adjoint(v))
    if to_v is not None:
        turn = matmul(adjoint(v), to_v)
        bend = matmul(v, gaps * (turn - adjoint(turn))) * _row(s)
        out = (to_v - matmul(v, turn)) * _row(_reciprocal(s))
        total = _sum(total, matmul(u, adjoint(bend + out)))
    return (conjugate(total),)


def _diagonal(x: Any) -> Any:
    return lower_part(upper_part(x))


def _sum(a: Any, b: Any) -> Any:
    return b if a is None else a + b


def _leading(vectors: Any, g: Any, k: int) -> tuple[Any, Any]:
    """Return the columns that belong to singular values, and their gradient.

    The others complete the basis. What they span moves with the leading ones: the
    gradient holds for functions of that space, the only ones that make sense.
    """
    last = len(vectors.shape) - 1
    if vectors.shape[last] == k:
        return vectors, g
    own = slice_axis(vectors, last, 0, k)
    if g is None:
        return own, None
    rest, to_rest = (slice_axis(m, last, k, None) for m in (vectors, g))
    to_own = slice_axis(g, last, 0, k)
    return own, to_own - matmul(rest, matmul(adjoint(to_rest), own))


def _values_infer(x: Spec) -> Spec:
    check_matrix("svd", x)
    return Spec((*x.shape[:-2], smaller(*x.shape[-2:])), promotion.real_dtype(x.dtype))


@primitive(infer=_values_infer, kind=OPAQUE, promote="float")
@in_wide
def singular_values(xp: Any, x: Array) -> Array:
    """Singular values, descending, without their vectors."""
    return survived(xp, lambda m: xp.linalg.svd(m, compute_uv=False), x, not_finite)


@singular_values.vjp("x")
def _singular_values_vjp(g: Any, x: Any) -> Any:
    u, _, vh = svd(x, full_matrices=False)
    return conjugate(matmul(u * _row(g), vh))
