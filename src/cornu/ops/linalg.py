"""Products of vectors and matrices, and triangles of them."""

import string
from typing import Any

from cornu.core import as_dtype
from cornu.errors import ShapeError
from cornu.ops.arguments import (
    as_operand,
    as_operands,
    axes_of,
    axis_of,
    cast_to,
    dtype_of,
    known_size,
    to_common,
)
from cornu.ops.movement import expand_dims, moveaxis, ravel, stack
from cornu.primitives import contraction, matrices, movement, operators


def matmul(x1: Any, x2: Any) -> Any:
    """Return the matrix product over the last two axes; other axes broadcast.

    Parameters
    ----------
    x1 : array-like, shape (..., n, k) or (k,)
    x2 : array-like, shape (..., k, m) or (k,)

    Returns
    -------
    Tensor, shape (..., n, m)
        Two arrays of int8 give int32, as in Keras.

    Raises
    ------
    ShapeError
        If the inner sizes differ; the message suggests a transpose where one helps.

    Examples
    --------
    >>> matmul([[1.0, 2.0]], [[3.0], [4.0]]).tolist()
    [[11.0]]
    """
    x1, x2 = as_operands(x1, x2)
    if _is_number(x1) or _is_number(x2):
        raise ShapeError("matmul: both inputs need an axis; use multiply for numbers.")
    if dtype_of(x1) == dtype_of(x2) == _INT8:
        x1, x2 = cast_to(x1, "int32"), cast_to(x2, "int32")
    return operators.matmul(x1, x2)


_INT8 = as_dtype("int8")
_NUMBERS = (bool, int, float, complex)


def _is_number(x: Any) -> bool:
    return type(x) in _NUMBERS or not x.shape


def dot(x1: Any, x2: Any) -> Any:
    """Return sums of products: `x1`'s last axis with `x2`'s second-to-last or only one.

    Parameters
    ----------
    x1 : array-like, shape (..., n)
    x2 : array-like, shape (n,) or (..., n, m)
        Numbers of no axes are multiplied in.

    Returns
    -------
    Tensor, shape of x1 and x2 without the axes summed over

    Raises
    ------
    ShapeError
        If the two axes have different sizes.
    """
    x1, x2 = as_operands(x1, x2)
    if _is_number(x1) or _is_number(x2):
        return x1 * x2
    if len(x2.shape) <= 2:
        return operators.matmul(x1, x2)
    return tensordot(x1, x2, axes=((-1,), (-2,)))


def inner(x1: Any, x2: Any) -> Any:
    """Return the sum of products over the last axes of both.

    Parameters
    ----------
    x1 : array-like, shape (..., n)
    x2 : array-like, shape (..., n)

    Returns
    -------
    Tensor, leading axes of `x1`, then those of `x2`

    Raises
    ------
    ShapeError
        If the last sizes differ.

    Examples
    --------
    >>> inner([1.0, 2.0], [3.0, 4.0]).item()
    11.0
    """
    x1, x2 = as_operands(x1, x2)
    if _is_number(x1) or _is_number(x2):
        return x1 * x2
    return tensordot(x1, x2, axes=((-1,), (-1,)))


def outer(x1: Any, x2: Any) -> Any:
    """Return all products of an element of `x1` with one of `x2`, both flattened.

    Parameters
    ----------
    x1 : array-like of n elements
    x2 : array-like of m elements

    Returns
    -------
    Tensor, shape (n, m)

    Examples
    --------
    >>> outer([1, 2], [3, 4]).tolist()
    [[3, 4], [6, 8]]
    """
    x1, x2 = as_operands(x1, x2)
    if type(x2) in _NUMBERS:
        return expand_dims(ravel(x1), 1) * x2
    column = x1 if type(x1) in _NUMBERS else expand_dims(ravel(x1), 1)
    return column * expand_dims(ravel(x2), 0)


def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    """Return the sum of products over chosen axes.

    Parameters
    ----------
    x1, x2 : array-like
    axes : int or pair of int or of sequences of int, default 2
        How many last axes of `x1` and first axes of `x2` are summed over, or which.

    Returns
    -------
    Tensor
        With the remaining axes of `x1`, then those of `x2`.

    Examples
    --------
    >>> tensordot([[1.0, 2.0]], [3.0, 4.0], axes=1).tolist()
    [11.0]
    """
    x1, x2 = as_operand(x1), as_operand(x2)
    rank1, rank2 = len(x1.shape), len(x2.shape)
    if isinstance(axes, int):
        if not 0 <= axes <= min(rank1, rank2):
            raise ShapeError(
                f"tensordot: axes={axes} axes cannot be summed over arrays of shapes "
                f"{tuple(x1.shape)} and {tuple(x2.shape)}; use at most "
                f"{min(rank1, rank2)}."
            )
        axes = (tuple(range(rank1 - axes, rank1)), tuple(range(axes)))
    sum1 = axes_of("tensordot", rank1, axes[0])
    sum2 = axes_of("tensordot", rank2, axes[1])
    if len(sum1) != len(sum2):
        raise ShapeError(
            f"tensordot: axes names {len(sum1)} axes of x1 and {len(sum2)} of x2; "
            f"they must be as many."
        )
    names1 = list(string.ascii_letters[:rank1])
    names2 = list(string.ascii_letters[rank1 : rank1 + rank2])
    for a, b in zip(sum1, sum2):
        names2[b] = names1[a]
    free = [c for c in names1 if c not in names2] + [
        c for c in names2 if c not in names1
    ]
    subscripts = f"{''.join(names1)},{''.join(names2)}->{''.join(free)}"
    return contraction.einsum(x1, x2, subscripts=subscripts)


def vdot(x1: Any, x2: Any) -> Any:
    """Return the sum of products of two arrays, flattened; `x1` is conjugated.

    Parameters
    ----------
    x1, x2 : array-like of n elements
        Of any shapes.

    Returns
    -------
    Tensor of no axes

    Raises
    ------
    ShapeError
        If the numbers of elements differ.

    Examples
    --------
    >>> vdot([[1.0, 2.0]], [3.0, 4.0]).item()
    11.0
    """
    x1, x2 = (ravel(x) for x in to_common((x1, x2)))
    if dtype_of(x1).kind == "c":
        x1 = matrices.conjugate(x1)
    return operators.matmul(x1, x2)


def cross(
    x1: Any,
    x2: Any,
    axisa: int = -1,
    axisb: int = -1,
    axisc: int = -1,
    axis: int | None = None,
) -> Any:
    """Return the vector product: orthogonal to both vectors, in three dimensions.

    A vector of two components counts as one in the plane of the first two; of two
    such vectors only the third component of the product is returned.

    Parameters
    ----------
    x1, x2 : array-like
        With 2 or 3 components along one axis; the other axes broadcast.
    axisa, axisb : int, default -1
        The axes of `x1` and of `x2` that hold the components.
    axisc : int, default -1
        The axis of the result that holds them.
    axis : int, optional
        Stands for all three.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If there are other than 2 or 3 components, or their number is not known.

    Examples
    --------
    >>> cross([1, 0, 0], [0, 1, 0]).tolist()
    [0, 0, 1]
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    x1, x2 = to_common((x1, x2))
    a, b = (
        _components(name, x, axis_of("cross", len(x.shape), k))
        for name, x, k in (("x1", x1, axisa), ("x2", x2, axisb))
    )
    third = a[0] * b[1] - a[1] * b[0]
    if len(a) == len(b) == 2:
        return third
    if len(a) == 2:
        parts = [a[1] * b[2], -(a[0] * b[2]), third]
    elif len(b) == 2:
        parts = [-(a[2] * b[1]), a[2] * b[0], third]
    else:
        parts = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], third]
    found = stack(parts, axis=-1)
    return moveaxis(found, -1, axis_of("cross", len(found.shape), axisc))


def _components(name: str, x: Any, axis: int) -> list[Any]:
    count = known_size("cross", x, axis)
    if count not in (2, 3):
        raise ShapeError(
            f"cross: {name} has {count} components along axis {axis} of its shape "
            f"{tuple(x.shape)}; there must be 2 or 3."
        )
    lead = ((None, None, None),) * axis
    return [movement.slice_view(x, index=(*lead, k)) for k in range(count)]


# ---- triangles ----


def tril(x: Any, k: int = 0) -> Any:
    """Return `x` with zeros above the k-th diagonal of its last two axes.

    Parameters
    ----------
    x : array-like, shape (..., n, m)
    k : int, default 0
        Positive above the main diagonal, negative below.

    Returns
    -------
    Tensor, shape and type of `x`

    Examples
    --------
    >>> tril([[1, 2], [3, 4]]).tolist()
    [[1, 0], [3, 4]]
    """
    return matrices.triangle(as_operand(x), k=k.__index__())


def triu(x: Any, k: int = 0) -> Any:
    """Return `x` with zeros below the k-th diagonal of its last two axes.

    Parameters
    ----------
    x : array-like, shape (..., n, m)
    k : int, default 0
        Positive above the main diagonal, negative below.

    Returns
    -------
    Tensor, shape and type of `x`

    Examples
    --------
    >>> triu([[1, 2], [3, 4]]).tolist()
    [[1, 2], [0, 4]]
    """
    return matrices.triangle(as_operand(x), k=k.__index__(), upper=True)
