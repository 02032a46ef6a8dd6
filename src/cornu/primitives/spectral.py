"""Eigenvalues and singular values."""

from typing import Any

from cornu.core import OPAQUE, Spec, primitive
from cornu.primitives.comparison import where
from cornu.primitives.contraction import matmul
from cornu.primitives.matrices import (
    adjoint,
    check_matrix,
    check_square,
    in_wide,
    not_finite,
    real_of,
    smaller,
    survived,
    symmetric_part,
)
from cornu.primitives.movement import reshape, slice_axis, swap_last
from cornu.typing import Array

# ---- symmetric matrices ----


def _eigh_infer(x: Spec) -> tuple[Spec, Spec]:
    n = check_square("eigh", x)
    batch = x.shape[:-2]
    return Spec((*batch, n), real_of(x.dtype)), Spec((*batch, n, n), x.dtype)


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
        inner = _gaps(values) * matmul(turned, to_vectors)
        more = matmul(matmul(vectors, inner), turned)
        total = more if total is None else total + more
    return (symmetric_part(total),)


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


# ---- singular values ----


def _svd_infer(x: Spec, *, full_matrices: bool) -> tuple[Spec, Spec, Spec]:
    check_matrix("svd", x)
    *batch, rows, columns = x.shape
    k = smaller(rows, columns)
    left, right = (rows, columns) if full_matrices else (k, k)
    return (
        Spec((*batch, rows, left), x.dtype),
        Spec((*batch, k), real_of(x.dtype)),
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
    u, to_u = _leading(u, g[0], k)
    v, to_v = _leading(adjoint(vh), None if g[2] is None else adjoint(g[2]), k)
    inner: Any = None  # in the basis of singular vectors
    if 1 in given:
        inner = u * _row(g[1])
    gaps = None
    if to_u is not None or to_v is not None:
        # 1 / (s[j]**2 - s[i]**2), without squares that lose digits.
        gaps = _gaps(s) * _reciprocal(_row(s) + _column(s))
    if to_u is not None:
        turn = matmul(adjoint(u), to_u)
        bend = matmul(u, gaps * (turn - swap_last(turn))) * _row(s)
        out = (to_u - matmul(u, turn)) * _row(_reciprocal(s))
        inner = _sum(inner, bend + out)
    total = None if inner is None else matmul(inner, adjoint(v))
    if to_v is not None:
        turn = matmul(adjoint(v), to_v)
        bend = matmul(v, gaps * (turn - swap_last(turn))) * _row(s)
        out = (to_v - matmul(v, turn)) * _row(_reciprocal(s))
        total = _sum(total, matmul(u, swap_last(bend + out)))
    return (total,)


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
    return Spec((*x.shape[:-2], smaller(*x.shape[-2:])), real_of(x.dtype))


@primitive(infer=_values_infer, kind=OPAQUE, promote="float")
@in_wide
def singular_values(xp: Any, x: Array) -> Array:
    """Singular values, descending, without their vectors."""
    return survived(xp, lambda m: xp.linalg.svd(m, compute_uv=False), x, not_finite)


@singular_values.vjp("x")
def _singular_values_vjp(g: Any, x: Any) -> Any:
    u, _, vh = svd(x, full_matrices=False)
    return matmul(u * _row(g), vh)
