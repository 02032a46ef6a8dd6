"""What primitives on matrices share: shape rules, halves, triangles, broken inputs."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives.complex import conj
from cornu.primitives.movement import swap_last
from cornu.typing import Array

# ---- shape rules ----


def check_matrix(op: str, x: Spec, name: str = "x") -> None:
    """Refuse what has fewer than two axes."""
    if len(x.shape) < 2:
        raise ShapeError(
            f"{op}: {name} needs at least two axes, the rows and columns of matrices; "
            f"got shape {x.shape}."
        )


def check_square(op: str, x: Spec, name: str = "x") -> int | None:
    """Refuse what is no square matrix, or a batch of them; return its size."""
    check_matrix(op, x, name)
    rows, columns = x.shape[-2:]
    if rows is not None and columns is not None and rows != columns:
        raise ShapeError(
            f"{op}: {name} must be square, its last two sizes equal; got shape "
            f"{x.shape}."
        )
    return columns if rows is None else rows


def square(op: str) -> Callable[..., Spec]:
    """Return the rule of a function from square matrices to square matrices."""

    def rule(x: Spec, **params: Any) -> Spec:
        n = check_square(op, x)
        return Spec((*x.shape[:-2], n, n), x.dtype)

    return rule


def smaller(rows: int | None, columns: int | None) -> int | None:
    """Return the lesser of two sizes, None if it is not known."""
    return None if rows is None or columns is None else min(rows, columns)


# ---- bodies ----


def is_half(dtype: np.dtype) -> bool:
    """Tell whether a floating type has 16 bits."""
    return dtype.itemsize == 2 and dtype.kind in "fV"


def in_wide(body: Callable[..., Any]) -> Callable[..., Any]:
    """Let a body compute half-precision arrays in float32, which LAPACK asks for."""

    @functools.wraps(body)
    def run(xp: Any, *arrays: Array, **params: Any) -> Any:
        dtype = arrays[0].dtype
        if not is_half(dtype):
            return body(xp, *arrays, **params)
        found = body(xp, *(a.astype(np.float32) for a in arrays), **params)
        if isinstance(found, tuple):
            return tuple(_narrowed(r, dtype) for r in found)
        return _narrowed(found, dtype)

    return run


def _narrowed(array: Array, dtype: np.dtype) -> Array:
    return array.astype(dtype) if array.dtype == np.float32 else array


def survived(
    xp: Any,
    function: Callable[[Array], Any],
    x: Array,
    broken: Callable[[Any, Array], Array],
) -> Any:
    """Apply a function of matrices; those it cannot do give NaN, the others results.

    NumPy raises for the whole batch, GPUs never do, and one sample must not end the
    training of a network. ``broken(xp, x)`` finds the matrices to blame.
    """
    try:
        return function(x)
    except np.linalg.LinAlgError:
        bad = broken(xp, x)
        if not bad.any():
            raise
    eye = xp.eye(*x.shape[-2:], dtype=x.dtype)
    found = function(xp.where(bad[..., None, None], eye, x))
    for result in found if isinstance(found, tuple) else (found,):
        result[bad] = np.nan
    return found


def singular(xp: Any, x: Array) -> Array:
    """Find the matrices whose elimination meets a pivot of zero."""
    return xp.linalg.slogdet(x)[0] == 0


def not_finite(xp: Any, x: Array) -> Array:
    """Find the matrices with an infinity or a NaN."""
    return ~xp.isfinite(x).all((-2, -1))


# ---- parts of matrices ----


def conjugate(x: Any) -> Any:
    """Return complex conjugates; real arrays as they are."""
    return conj(x) if np.dtype(x.dtype).kind == "c" else x


def adjoint(x: Any) -> Any:
    """Swap the last two axes and conjugate."""
    return conjugate(swap_last(x))


def _triangle_infer(x: Spec, *, k: int = 0, upper: bool = False) -> Spec:
    check_matrix("triu" if upper else "tril", x)
    return x


@primitive(infer=_triangle_infer, kind=OPAQUE)
def triangle(xp: Any, x: Array, *, k: int = 0, upper: bool = False) -> Array:
    """Put zeros above (or below) the k-th diagonal of the last two axes."""
    if x.ndim < 2:
        _triangle_infer(Spec(x.shape, x.dtype), upper=upper)
    return xp.triu(x, k) if upper else xp.tril(x, k)


triangle.defvjp(x=lambda g, k, upper: triangle(g, k=k, upper=upper))


def lower_part(x: Any, k: int = 0) -> Any:
    """Return the elements on and below the k-th diagonal."""
    return triangle(x, k=k)


def upper_part(x: Any, k: int = 0) -> Any:
    """Return the elements on and above the k-th diagonal."""
    return triangle(x, k=k, upper=True)


def symmetric_part(x: Any) -> Any:
    """Return the mean of matrices and their adjoints."""
    return (x + adjoint(x)) * 0.5
