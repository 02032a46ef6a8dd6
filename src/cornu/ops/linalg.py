"""Products of vectors and matrices, and norms."""

import string
from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    as_operands,
    axes_of,
    cast_to,
    dtype_of,
    to_common,
)
from cornu.ops.creation import convert_to_tensor
from cornu.ops.math import absolute, maximum, where
from cornu.ops.movement import diagonal, expand_dims, ravel
from cornu.ops.reduce import cumsum, max, min, sum
from cornu.primitives import (
    comparison,
    contraction,
    elementwise,
    movement,
    operators,
)
from cornu.typing import Axis


def matmul(x1: Any, x2: Any) -> Any:
    """Return the matrix product over the last two axes; other axes broadcast.

    Parameters
    ----------
    x1 : array-like, shape (..., n, k) or (k,)
    x2 : array-like, shape (..., k, m) or (k,)

    Returns
    -------
    Tensor, shape (..., n, m)

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
    if type(x1) in _NUMBERS or type(x2) in _NUMBERS or not (x1.shape and x2.shape):
        raise ShapeError("matmul: both inputs need an axis; use multiply for numbers.")
    return operators.matmul(x1, x2)


_NUMBERS = (bool, int, float, complex)


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
    x1, x2 = convert_to_tensor(x1), convert_to_tensor(x2)
    if not len(x1.shape) or not len(x2.shape):
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
    x1, x2 = convert_to_tensor(x1), convert_to_tensor(x2)
    if not len(x1.shape) or not len(x2.shape):
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
    x1, x2 = convert_to_tensor(x1), convert_to_tensor(x2)
    return expand_dims(ravel(x1), 1) * expand_dims(ravel(x2), 0)


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


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Return sums of products of arrays whose axes are named by letters.

    Operands are combined two at a time, from left to right.

    Parameters
    ----------
    subscripts : str
        Letters of each operand's axes, comma-separated, then ``->`` and those of the
        result; ``...`` stands for all axes not named. Without ``->`` the result has
        the letters that occur once, in alphabetical order.
    *operands : array-like

    Raises
    ------
    ShapeError
        If letters do not fit the arrays, or one stands for different sizes.

    Examples
    --------
    >>> einsum("ij,j->i", [[1.0, 2.0]], [3.0, 4.0]).tolist()
    [11.0]
    """
    if kwargs:
        raise TypeError(f"einsum: unknown options {sorted(kwargs)}; it takes none.")
    arrays = to_common(operands)
    names, result = _parse(subscripts, arrays)
    parts = [_without_repeats(x, n) for x, n in zip(arrays, names)]
    x, own = parts[0]
    for i, (y, other) in enumerate(parts[1:], start=1):
        later = result + "".join(n for _, n in parts[i + 1 :])
        x, own = _summed(x, own, later + other)
        y, other = _summed(y, other, later + own)
        joined = result if i == len(parts) - 1 else _kept(own + other, later)
        x = contraction.einsum(x, y, subscripts=f"{own},{other}->{joined}")
        own = joined
    x, own = _summed(x, own, result)
    return movement.transpose(x, axes=tuple(own.index(c) for c in result))


def _parse(subscripts: str, arrays: list[Any]) -> tuple[list[str], str]:
    left, arrow, result = subscripts.replace(" ", "").partition("->")
    names = left.split(",")
    if len(names) != len(arrays):
        raise ShapeError(
            f"einsum: {subscripts!r} names {len(names)} operands, got {len(arrays)}."
        )
    free = [c for c in string.ascii_letters if c not in subscripts]
    longest = 0
    for i, (name, x) in enumerate(zip(names, arrays)):
        hidden = len(x.shape) - len(name.replace("...", ""))
        if hidden < 0 or (hidden and "..." not in name):
            raise ShapeError(
                f"einsum: {name!r} in {subscripts!r} names {len(name)} axes, but the "
                f"array has shape {tuple(x.shape)}."
            )
        longest = longest if longest > hidden else hidden
        # Axes behind "..." are counted from the right, as in broadcasting.
        names[i] = name.replace("...", "".join(free[:hidden][::-1]))
    dots = "".join(free[:longest][::-1])
    if arrow:
        result = result.replace("...", dots)
    else:
        every = "".join(names)
        once = (c for c in sorted(set(every)) if every.count(c) == 1)
        result = dots + "".join(c for c in once if c not in dots)
    unknown = [c for c in result if not any(c in n for n in names)]
    if unknown or len(set(result)) != len(result):
        raise ShapeError(
            f"einsum: the result of {subscripts!r} must name each axis once, and only "
            f"axes of the operands."
        )
    return names, result


def _without_repeats(x: Any, names: str) -> tuple[Any, str]:
    """Take diagonals where one letter names two axes."""
    for c in names:
        while names.count(c) > 1:
            first = names.index(c)
            second = names.index(c, first + 1)
            x = diagonal(x, 0, first, second)
            names = names[:first] + names[first + 1 : second] + names[second + 1 :] + c
    return x, names


def _summed(x: Any, names: str, needed: str) -> tuple[Any, str]:
    """Sum over the axes nobody else has a letter for."""
    lone = tuple(i for i, c in enumerate(names) if c not in needed)
    if not lone:
        return x, names
    return sum(x, axis=lone), "".join(c for c in names if c in needed)


def _kept(names: str, needed: str) -> str:
    return "".join(dict.fromkeys(c for c in names if c in needed))


# ---- norms ----


def norm(x: Any, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the length of vectors, or the size of matrices.

    Parameters
    ----------
    x : array-like
    ord : int, float, "fro" or None, default None
        For vectors the p of the p-norm (0 counts elements, inf takes the largest);
        for matrices 1, -1, inf, -inf or "fro". None is the root of the sum of
        squares, whatever the number of axes.
    axis : int or pair of int, optional
        One axis for vectors, two for matrices; all by default.
    keepdims : bool, default False

    Raises
    ------
    ValueError
        If `ord` is not one of those.

    Examples
    --------
    >>> norm([3.0, 4.0]).item()
    5.0
    """
    x = as_float(as_operand(x))
    axes = axes_of("norm", len(x.shape), axis)
    if (
        ord is None
        or (ord == "fro" and len(axes) == 2)
        or (ord == 2 and len(axes) == 1)
    ):
        return elementwise.sqrt(sum(elementwise.square(x), axes, keepdims))
    if isinstance(ord, str) or len(axes) not in (1, 2):
        raise ValueError(
            f"norm: ord={ord!r} has no meaning over {len(axes)} axes; use None, or "
            f"choose axis."
        )
    if len(axes) == 1:
        return _vector_norm(x, float(ord), axes, keepdims)
    return _matrix_norm(x, float(ord), axes, keepdims)


_INF = float("inf")


def _vector_norm(x: Any, p: float, axes: tuple[int, ...], keepdims: bool) -> Any:
    if p == _INF:
        return max(absolute(x), axes, keepdims)
    if p == -_INF:
        return min(absolute(x), axes, keepdims)
    if p == 0:
        hit = comparison.not_equal(x, 0)
        return sum(cast_to(hit, dtype_of(x).name), axes, keepdims)
    if p == 1:
        return sum(absolute(x), axes, keepdims)
    return sum(absolute(x) ** p, axes, keepdims) ** (1.0 / p)


def _matrix_norm(x: Any, p: float, axes: tuple[int, ...], keepdims: bool) -> Any:
    if p not in (1, -1, _INF, -_INF):
        raise ValueError(
            f"norm: ord={p:g} of a matrix needs its singular values; use 'fro', 1, "
            f"-1, inf or -inf."
        )
    along, across = axes if p in (1, -1) else axes[::-1]
    totals = sum(absolute(x), along, keepdims=True)
    best = (max if p > 0 else min)(totals, across, keepdims=True)
    return best if keepdims else sum(best, axes)


def normalize(
    x: Any, axis: Axis = -1, order: Any = 2, epsilon: float | None = None
) -> Any:
    """Return `x` divided by its norm along an axis.

    Parameters
    ----------
    x : array-like
    axis : int, default -1
    order : int or float, default 2
        The p of the p-norm.
    epsilon : float, optional
        Norms below it count as it; ``config.epsilon()`` by default.

    Examples
    --------
    >>> normalize([[3.0, 4.0]], order=1).shape
    (1, 2)
    """
    x = as_float(as_operand(x))
    small = config.epsilon() if epsilon is None else epsilon
    if order == 2:
        # Bounded below before the root, so that its slope stays finite at zero.
        total = sum(elementwise.square(x), axis, keepdims=True)
        return x * elementwise.rsqrt(maximum(total, small * small))
    return x / maximum(norm(x, order, axis, keepdims=True), small)


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
    x = as_operand(x)
    return where(_columns_minus_rows(x) <= k, x, movement.full_like(x, value=0))


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
    x = as_operand(x)
    return where(_columns_minus_rows(x) >= k, x, movement.full_like(x, value=0))


def _columns_minus_rows(x: Any) -> Any:
    if len(x.shape) < 2:
        raise ShapeError(
            f"tril, triu: need at least two axes, got shape {tuple(x.shape)}."
        )
    # Counted by running sums of ones, so that unknown sizes will do; born of `x`
    # itself, they live on its device.
    first = movement.slice_view(x, index=(0,) * (len(x.shape) - 2))
    ones = movement.full_like(first, value=1, dtype="int32")
    return cumsum(ones, axis=1) - cumsum(ones, axis=0)
