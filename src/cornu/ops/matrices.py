"""Build matrices and grids from vectors and from smaller ones."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_operand,
    cast_to,
    dtype_of,
    known_size,
    to_common,
    whole_number,
)
from cornu.ops.math import power
from cornu.ops.movement import diag, expand_dims, ravel
from cornu.primitives import movement
from cornu.primitives.repetition import repeat
from cornu.primitives.scan import cumsum


def diagflat(x: Any, k: int = 0) -> Any:
    """Return a matrix with the elements of `x`, flattened, on its k-th diagonal.

    Parameters
    ----------
    x : array-like
    k : int, default 0
        Positive above the main diagonal, negative below.

    Returns
    -------
    Tensor, shape (n + abs(k), n + abs(k)) for n elements

    Raises
    ------
    ShapeError
        If the number of elements is not known.

    Examples
    --------
    >>> diagflat([[1, 2]], 1).tolist()
    [[0, 1, 0], [0, 0, 2], [0, 0, 0]]
    """
    return diag(ravel(x), whole_number("diagflat", "k", k))


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Any:
    """Return the matrix whose columns are powers of a vector (Vandermonde's).

    Parameters
    ----------
    x : array-like, shape (n,)
    N : int, optional
        Number of columns, n by default.
    increasing : bool, default False
        Whether the powers grow from left to right.

    Returns
    -------
    Tensor, shape (n, N), type of `x`
        Truth values count as 0 and 1, in int32.

    Raises
    ------
    ShapeError
        If `x` has not one axis.
    ArgumentError
        If `N` is negative or no whole number.

    Examples
    --------
    >>> vander([2, 3], 3).tolist()
    [[4, 2, 1], [9, 3, 1]]
    """
    x = as_operand(x)
    if len(x.shape) != 1:
        raise ShapeError(f"vander: x must be a vector, got shape {tuple(x.shape)}.")
    if N is None:
        columns = known_size("vander", x, 0)
    else:
        columns = whole_number("vander", "N", N, 0)
    if dtype_of(x).kind == "b":
        x = cast_to(x, "int32")
    # Powers 0, 1, ..., counted up along the rows: they live where `x` does.
    bases = repeat(expand_dims(x, 1), repeats=columns, axis=1)
    counts = movement.full_like(bases, value=1, dtype=_counting(dtype_of(x)))
    powers = cumsum(counts, axis=1) - 1
    found = power(bases, powers)
    return found if increasing else movement.flip(found, axes=(1,))


def _counting(dtype: Any) -> str:
    """Return the type for exponents: that of the base, wide enough to count in."""
    return dtype.name if dtype.kind in "iu" else "int32"


def kron(x1: Any, x2: Any) -> Any:
    """Return the Kronecker product: a copy of `x2` for each element of `x1`, times it.

    Parameters
    ----------
    x1, x2 : array-like
        The one of fewer axes gets leading axes of size 1.

    Returns
    -------
    Tensor
        Along each axis of the product of both sizes.

    Examples
    --------
    >>> kron([[1, 2]], [[1], [3]]).tolist()
    [[1, 2], [3, 6]]
    """
    x1, x2 = to_common([x1, x2])
    ndim = max(len(x1.shape), len(x2.shape))
    if not ndim:
        return x1 * x2
    # (a0, 1, a1, 1, ...) times (1, b0, 1, b1, ...)
    product = _interleaved(x1, ndim, 1) * _interleaved(x2, ndim, 0)
    for axis in range(ndim):
        product = movement.merge_axes(product, axis=axis, count=2)
    return product


def _interleaved(x: Any, ndim: int, first: int) -> Any:
    lead = ndim - len(x.shape)
    if lead:
        x = expand_dims(x, tuple(range(lead)))
    return expand_dims(x, tuple(range(first, 2 * ndim, 2)))


def meshgrid(*x: Any, indexing: str = "xy") -> list[Any]:
    """Return one grid of coordinates per vector, all of one shape.

    Parameters
    ----------
    *x : array-like, shape (n,) or ()
        Coordinates along each axis.
    indexing : {"xy", "ij"}, default "xy"
        With "ij" axis i of the grids belongs to vector i; with "xy" the first two are
        exchanged, as in an image: rows are y, columns are x.

    Returns
    -------
    list of Tensor
        Each of the type of its vector.

    Raises
    ------
    ShapeError
        If an array has more than one axis.
    ArgumentError
        If `indexing` is unknown.

    Examples
    --------
    >>> [grid.tolist() for grid in meshgrid([1, 2, 3], [4, 5])]
    [[[1, 2, 3], [1, 2, 3]], [[4, 4, 4], [5, 5, 5]]]
    """
    if indexing not in ("xy", "ij"):
        raise ArgumentError(
            f"meshgrid: indexing must be 'xy' or 'ij', got {indexing!r}."
        )
    vectors = [as_operand(v) for v in x]
    for v in vectors:
        if len(v.shape) > 1:
            raise ShapeError(
                f"meshgrid: each array must be a vector, got shape {tuple(v.shape)}; "
                f"ravel it."
            )
    order = list(range(len(vectors)))
    if indexing == "xy" and len(order) > 1:
        order[:2] = [1, 0]
    laid = [_along(v, order[i], len(order)) for i, v in enumerate(vectors)]
    return [_spread(i, laid) for i in range(len(laid))]


def _along(x: Any, axis: int, ndim: int) -> Any:
    x = ravel(x) if not x.shape else x
    return expand_dims(x, tuple(i for i in range(ndim) if i != axis))


def _spread(i: int, laid: list[Any]) -> Any:
    shape = _grid_shape(laid)
    if None not in shape:
        return movement.broadcast_to(laid[i], shape=shape)
    name = dtype_of(laid[i]).name
    found = laid[i]
    for other in laid:  # a product with ones has the shape that is not known yet
        if other is not laid[i]:
            found = found * movement.full_like(other, value=1, dtype=name)
    return found


def _grid_shape(laid: list[Any]) -> tuple[Any, ...]:
    return tuple(
        next((n for n in sizes if n != 1), 1) for sizes in zip(*(v.shape for v in laid))
    )
