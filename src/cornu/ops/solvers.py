"""Inverses, systems of equations, determinants and ranks."""

import numbers
from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    cast_to,
    dtype_of,
    known_size,
    to_common,
)
from cornu.ops.movement import expand_dims, squeeze, swapaxes
from cornu.ops.reduce import max, sum
from cornu.primitives import (
    comparison,
    linalg,
    matrices,
    movement,
    spectral,
    systems,
    triangular,
)

# ---- inverses ----


def inv(x: Any) -> Any:
    """Return the inverse of square matrices.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    Tensor, shape (..., n, n), of the float type of `x`
        NaN for matrices that have none: no error, so that one of a batch does not
        stop the others, and no GPU must be waited for.

    Raises
    ------
    ShapeError
        If `x` is not square.

    Examples
    --------
    >>> inv([[2.0, 0.0], [0.0, 4.0]]).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    return systems.inv(as_operand(x))


def pinv(x: Any, rcond: float | None = None) -> Any:
    """Return the pseudo-inverse of matrices.

    Parameters
    ----------
    x : array-like, shape (..., m, n)
    rcond : float, optional
        Singular values up to `rcond` times the largest count as zero;
        ``10 * max(m, n)`` times the precision of the data type (of float32 for
        halves) by default.

    Returns
    -------
    Tensor, shape (..., n, m), of the float type of `x`

    Raises
    ------
    ArgumentError
        If `rcond` is no number.
    ShapeError
        If `x` has fewer than two axes.

    Notes
    -----
    The gradient holds where a small change of `x` leaves its rank as it is.

    References
    ----------
    .. [1] Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear
       least squares problems whose variables separate", 1973.

    Examples
    --------
    >>> pinv([[2.0, 0.0], [0.0, 0.0]]).tolist()
    [[0.5, 0.0], [0.0, 0.0]]
    """
    return linalg.pinv(as_operand(x), rcond=_cutoff("pinv", rcond))


def _cutoff(op: str, rcond: Any) -> float | None:
    if rcond is None:
        return None
    if not isinstance(rcond, numbers.Real):
        raise ArgumentError(
            f"{op}: rcond must be a number or None, got {type(rcond).__name__}: "
            f"{rcond!r:.60}."
        )
    return float(rcond)


def cholesky_inverse(x: Any, upper: bool = False) -> Any:
    """Return the inverse of a matrix given by its Cholesky factor.

    Parameters
    ----------
    x : array-like, shape (..., n, n)
        The factor L of ``L @ L.T``, as :func:`cholesky` returns it; only its triangle
        is looked at.
    upper : bool, default False
        Whether `x` is the upper triangle U of ``U.T @ U``.

    Returns
    -------
    Tensor, shape (..., n, n), of the float type of `x`

    Raises
    ------
    ShapeError
        If `x` is not square, or its size is not known.

    Examples
    --------
    >>> cholesky_inverse([[2.0, 0.0], [0.0, 1.0]]).tolist()
    [[0.25, 0.0], [0.0, 1.0]]
    """
    x, dtype = _wide(as_float(as_operand(x)))
    ones = movement.full_like(x, value=1)
    eye = matrices.triangle(matrices.triangle(ones), upper=True)
    inverse = triangular.solve_triangular(x, eye, lower=not upper)
    turned = matrices.conjugate(swapaxes(inverse, -1, -2))
    found = inverse @ turned if upper else turned @ inverse
    return cast_to(found, dtype)


def _wide(x: Any) -> tuple[Any, str]:
    """Return halves in float32, and the type to give the result."""
    dtype = dtype_of(x)
    return (cast_to(x, "float32") if matrices.is_half(dtype) else x), dtype.name


# ---- systems ----


def solve(a: Any, b: Any) -> Any:
    """Return x such that ``a @ x = b``.

    Parameters
    ----------
    a : array-like, shape (..., n, n)
    b : array-like, shape (n,) or (..., n, m)
        A single vector, or matrices; leading axes broadcast. A batch of vectors needs
        another axis: ``b[..., None]``.

    Returns
    -------
    Tensor, shape (..., n) or (..., n, m)
        NaN where `a` is singular: no error, so that one matrix of a batch does not
        stop the others, and no GPU must be waited for.

    Raises
    ------
    ShapeError
        If `a` is not square or `b` does not fit.

    Examples
    --------
    >>> solve([[2.0, 0.0], [0.0, 4.0]], [1.0, 1.0]).tolist()
    [0.5, 0.25]
    """
    a, b = to_common((a, b))
    if len(b.shape) == 1:
        return squeeze(systems.solve(a, expand_dims(b, -1)), -1)
    return systems.solve(a, b)


def solve_triangular(a: Any, b: Any, lower: bool = False) -> Any:
    """Return x such that ``a @ x = b``, `a` being a triangle.

    Parameters
    ----------
    a : array-like, shape (..., n, n)
        The other triangle is not looked at.
    b : array-like, shape (..., n) or (..., n, m)
        Vectors if `b` has one axis fewer than `a`, else matrices.
    lower : bool, default False
        Which triangle of `a` counts.

    Returns
    -------
    Tensor, shape of `b`
        NaN where there is a zero on the diagonal.

    Raises
    ------
    ShapeError
        If `a` is not square or `b` does not fit.

    Examples
    --------
    >>> solve_triangular([[2.0, 0.0], [2.0, 4.0]], [2.0, 6.0], lower=True).tolist()
    [1.0, 1.0]
    """
    a, b = to_common((a, b))
    if len(b.shape) == len(a.shape) - 1:
        b = expand_dims(b, -1)
        found = triangular.solve_triangular(a, b, lower=bool(lower))
        return squeeze(found, -1)
    return triangular.solve_triangular(a, b, lower=bool(lower))


def lstsq(a: Any, b: Any, rcond: float | None = None) -> Any:
    """Return the x for which ``a @ x`` comes nearest to `b`, the shortest if many do.

    Parameters
    ----------
    a : array-like, shape (m, n)
    b : array-like, shape (m,) or (m, k)
    rcond : float, optional
        Singular values of `a` up to `rcond` times the largest count as zero;
        ``max(m, n)`` times the precision of the data type (of float32 for halves) by
        default.

    Returns
    -------
    Tensor, shape (n,) or (n, k)

    Raises
    ------
    ArgumentError
        If `rcond` is no number.
    ShapeError
        If shapes do not fit, or the sizes of `a` are not known where `rcond` is None.

    Examples
    --------
    >>> lstsq([[2.0], [0.0]], [4.0, 3.0]).tolist()
    [2.0]
    """
    a, b = (as_float(x) for x in to_common((a, b)))
    cutoff = _cutoff("lstsq", rcond)
    if len(a.shape) != 2 or len(b.shape) not in (1, 2):
        raise ShapeError(
            f"lstsq: a must have two axes and b one or two, got shapes "
            f"{tuple(a.shape)} and {tuple(b.shape)}."
        )
    if None not in (a.shape[0], b.shape[0]) and a.shape[0] != b.shape[0]:
        raise ShapeError(
            f"lstsq: a is {tuple(a.shape)} and b is {tuple(b.shape)}; they must have "
            f"as many rows."
        )
    (a, dtype), (b, _) = _wide(a), _wide(b)
    if cutoff is None:
        longest = _longest("lstsq", a)
        cutoff = longest * _precision(a)
    return cast_to(linalg.pinv(a, rcond=cutoff) @ b, dtype)


def _longest(op: str, x: Any) -> int:
    rows, columns = (known_size(op, x, k) for k in (-2, -1))
    return rows if rows > columns else columns


def _precision(x: Any) -> float:
    """Return the distance from 1 to the next number of a data type of 32 or 64 bits."""
    return 2.0**-52 if dtype_of(x).name in ("float64", "complex128") else 2.0**-23


# ---- numbers that tell of a matrix ----


def det(x: Any) -> Any:
    """Return the determinant of square matrices.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    Tensor, shape (...), of the float type of `x`

    Raises
    ------
    ShapeError
        If `x` is not square.

    Notes
    -----
    The gradient is finite also at singular matrices.

    Examples
    --------
    >>> round(det([[1.0, 2.0], [3.0, 4.0]]).item(), 4)
    -2.0
    """
    return linalg.det(as_operand(x))


def slogdet(x: Any) -> tuple[Any, Any]:
    """Return the sign of determinants, and the logarithm of their absolute value.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    sign : Tensor, shape (...)
        1, -1, or 0 of a singular matrix.
    logabsdet : Tensor, shape (...)
        -inf of a singular matrix.

    Raises
    ------
    ShapeError
        If `x` is not square.

    Examples
    --------
    >>> slogdet([[-1.0, 0.0], [0.0, 1.0]])[0].item()
    -1.0
    """
    sign, size = linalg.slogdet(as_operand(x))
    return sign, size


def logdet(x: Any) -> Any:
    """Return the logarithm of the determinant of positive definite matrices.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    Tensor, shape (...), of the float type of `x`
        Of other matrices that of the absolute value.

    Raises
    ------
    ShapeError
        If `x` is not square.

    Examples
    --------
    >>> logdet([[1.0, 0.0], [0.0, 1.0]]).item()
    0.0
    """
    return slogdet(x)[1]


def matrix_rank(x: Any, tol: Any = None) -> Any:
    """Return how many singular values exceed a tolerance.

    Parameters
    ----------
    x : array-like, shape (..., m, n)
    tol : float or array-like, shape (...), optional
        ``max(m, n)`` times the precision of the data type (of float32 for halves)
        times the largest singular value by default.

    Returns
    -------
    Tensor of int32, shape (...)

    Raises
    ------
    ShapeError
        If `x` has fewer than two axes, or its sizes are not known where `tol` is None.

    Examples
    --------
    >>> matrix_rank([[1.0, 2.0], [2.0, 4.0]]).item()
    1
    """
    x, _ = _wide(as_float(as_operand(x)))
    values = spectral.singular_values(x)
    if tol is None:
        longest = _longest("matrix_rank", x) * _precision(x)
        tol = max(values, -1, keepdims=True, initial=0) * longest
    else:
        tol = expand_dims(as_operand(tol), -1)
    return sum(cast_to(comparison.greater(values, tol), "int32"), -1)
