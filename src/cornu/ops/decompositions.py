"""Factorisations of matrices: Cholesky, LU, QR, eigenvalues, singular values."""

from typing import Any

from cornu.errors import ArgumentError
from cornu.ops.arguments import as_operand
from cornu.ops.movement import swapaxes
from cornu.primitives import matrices, spectral, triangular


def cholesky(x: Any, upper: bool = False) -> Any:
    """Return the triangle L with ``L @ L.T`` equal to a positive definite matrix.

    Only the symmetric part of `x` is looked at.

    Parameters
    ----------
    x : array-like, shape (..., n, n)
    upper : bool, default False
        Whether the upper triangle ``L.T`` is returned.

    Returns
    -------
    Tensor, shape (..., n, n), of the float type of `x`

    Raises
    ------
    ArgumentError
        If a matrix is not positive definite. On a GPU, which would have to be waited
        for, the result has NaNs instead.
    ShapeError
        If `x` is not square.

    References
    ----------
    .. [1] Murray, "Differentiation of the Cholesky decomposition", 2016.

    Examples
    --------
    >>> cholesky([[4.0, 2.0], [2.0, 5.0]]).tolist()
    [[2.0, 0.0], [1.0, 2.0]]
    """
    found = triangular.cholesky(as_operand(x))
    return matrices.conjugate(swapaxes(found, -1, -2)) if upper else found


def lu_factor(x: Any) -> tuple[Any, Any]:
    """Factor a matrix into triangles, after its rows have been swapped.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    lu : Tensor, shape (..., n, n)
        U on and above the diagonal, L below it; the ones of L are not stored.
    pivots : Tensor of int32, shape (..., n)
        At step i, row i has changed places with row ``pivots[i]``.

    Raises
    ------
    ShapeError
        If `x` has fewer than two axes.

    Examples
    --------
    >>> lu, pivots = lu_factor([[1.0, 2.0], [2.0, 8.0]])
    >>> lu.tolist(), pivots.tolist()
    ([[2.0, 8.0], [0.5, -2.0]], [1, 1])
    """
    factors, pivots, _ = triangular.lu(as_operand(x))
    return factors, pivots


def qr(x: Any, mode: str = "reduced") -> tuple[Any, Any]:
    """Factor a matrix into orthonormal columns Q and an upper triangle R.

    Parameters
    ----------
    x : array-like, shape (..., m, n)
    mode : {"reduced", "complete"}, default "reduced"
        Whether Q has ``k = min(m, n)`` columns or m.

    Returns
    -------
    q : Tensor, shape (..., m, k) or (..., m, m)
    r : Tensor, shape (..., k, n) or (..., m, n)

    Raises
    ------
    ArgumentError
        If `mode` is neither.
    ShapeError
        If `x` has fewer than two axes; in the gradient of mode "complete", if there
        are more rows than columns: the columns that complete Q are not unique.

    Notes
    -----
    The gradient needs the first k columns of `x` to be independent.

    References
    ----------
    .. [1] Walter and Lehmann, "Algorithmic differentiation of linear algebra functions
       with application in optimum experimental design", 2010.

    Examples
    --------
    >>> q, r = qr([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> q.shape, r.shape
    ((3, 2), (2, 2))
    """
    if mode not in ("reduced", "complete"):
        raise ArgumentError(
            f"qr: mode={mode!r} is unknown; use 'reduced' or 'complete'."
        )
    q, r = triangular.qr(as_operand(x), complete=mode == "complete")
    return q, r


def eigh(x: Any) -> tuple[Any, Any]:
    """Return eigenvalues and eigenvectors of symmetric (Hermitian) matrices.

    Only the symmetric part of `x` is looked at.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    values : Tensor, shape (..., n)
        In ascending order.
    vectors : Tensor, shape (..., n, n)
        As columns, of length 1; each may point either way.

    Raises
    ------
    ShapeError
        If `x` is not square.

    Notes
    -----
    Matrices with a NaN or an infinity give NaN. Vectors of equal eigenvalues may turn
    among themselves: the gradient holds for functions that do not change with that.

    Examples
    --------
    >>> eigh([[2.0, 0.0], [0.0, 1.0]])[0].tolist()
    [1.0, 2.0]
    """
    values, vectors = spectral.eigh(as_operand(x))
    return values, vectors


def eig(x: Any) -> tuple[Any, Any]:
    """Return complex eigenvalues and eigenvectors of square matrices.

    Parameters
    ----------
    x : array-like, shape (..., n, n)

    Returns
    -------
    values : Tensor of complex64 or complex128, shape (..., n)
        In no particular order.
    vectors : Tensor of the same type, shape (..., n, n)
        As columns, of length 1.

    Raises
    ------
    ShapeError
        If `x` is not square.

    Notes
    -----
    Matrices with a NaN or an infinity give NaN. The gradient needs distinct
    eigenvalues. On a GPU the work is done by the host.

    References
    ----------
    .. [1] Boeddeker et al., "On the Computation of Complex-valued Gradients with
       Application to Statistically Optimum Beamforming", 2017.

    Examples
    --------
    >>> eig([[0.0, 1.0], [-1.0, 0.0]])[0].tolist()
    [1j, -1j]
    """
    values, vectors = spectral.eig(as_operand(x))
    return values, vectors


def svd(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """Factor matrices into singular vectors and values: ``(u * s) @ vh``.

    Parameters
    ----------
    x : array-like, shape (..., m, n)
    full_matrices : bool, default True
        Whether `u` and `vh` are square, or keep only ``k = min(m, n)`` vectors.
    compute_uv : bool, default True
        Whether vectors are wanted; without them `s` alone is returned.

    Returns
    -------
    u : Tensor, shape (..., m, m) or (..., m, k)
    s : Tensor, shape (..., k)
        In descending order.
    vh : Tensor, shape (..., n, n) or (..., k, n)

    Raises
    ------
    ShapeError
        If `x` has fewer than two axes.

    Notes
    -----
    Matrices with a NaN or an infinity give NaN. Vectors of equal singular values may
    turn among themselves, and so may those that only complete a basis: the gradient
    holds for functions that do not change with that. That of `s` holds always.

    References
    ----------
    .. [1] Townsend, "Differentiating the singular value decomposition", 2016.

    Examples
    --------
    >>> svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False).tolist()
    [4.0, 3.0]
    """
    x = as_operand(x)
    if not compute_uv:
        return spectral.singular_values(x)
    u, s, vh = spectral.svd(x, full_matrices=bool(full_matrices))
    return u, s, vh
