"""Lengths of vectors and sizes of matrices."""

from typing import Any

from cornu import config
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand, axes_of, cast_to, dtype_of
from cornu.ops.math import absolute, maximum, where
from cornu.ops.movement import expand_dims, moveaxis
from cornu.ops.reduce import max, min, sum
from cornu.primitives import comparison, elementwise
from cornu.primitives.distances import length
from cornu.primitives.matrices import is_half
from cornu.primitives.spectral import singular_values
from cornu.typing import Axis

_INF = float("inf")
_OF_MATRICES = (1, -1, 2, -2, _INF, -_INF)


def norm(x: Any, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the length of vectors, or the size of matrices.

    Parameters
    ----------
    x : array-like
    ord : int, float, "fro", "nuc" or None, default None
        For vectors the p of the p-norm (0 counts elements, inf takes the largest, -inf
        the smallest). For matrices 1, -1, inf, -inf (sums of columns or rows), 2, -2
        (the largest or smallest singular value), "nuc" (the sum of them) or "fro".
        None is the root of the sum of squares, whatever the number of axes.
    axis : int or pair of int, optional
        One axis for vectors, two for matrices; all by default.
    keepdims : bool, default False

    Returns
    -------
    Tensor of the float type of `x`

    Raises
    ------
    ArgumentError
        If `ord` is not one of those.
    ShapeError
        If `ord` is given for neither vectors nor matrices.

    Notes
    -----
    Halves are computed in float32. Where a norm has a corner, at zero, its gradient is
    0, not NaN.

    Examples
    --------
    >>> norm([3.0, 4.0]).item()
    5.0
    """
    x = as_float(as_operand(x))
    axes = axes_of("norm", len(x.shape), axis)
    order = _checked(ord, axes)
    if dtype_of(x).kind == "c":
        x = absolute(x)
    if order is None or (order == 2 and len(axes) == 1):
        return length(x, axes=axes, keepdims=bool(keepdims))
    dtype = dtype_of(x)
    if is_half(dtype):
        x = cast_to(x, "float32")
    size = _vector_norm if len(axes) == 1 else _matrix_norm
    return cast_to(size(x, order, axes, keepdims), dtype.name)


def _checked(ord: Any, axes: tuple[int, ...]) -> Any:
    """Return None, a name, or a number as float; refuse what has no meaning."""
    if ord is None:
        return None
    if len(axes) not in (1, 2):
        raise ShapeError(
            f"norm: ord={ord!r} has no meaning over {len(axes)} axes; use ord=None, or "
            f"choose one axis or two."
        )
    if isinstance(ord, str):
        if len(axes) == 2 and ord in ("fro", "nuc"):
            return None if ord == "fro" else ord
        wanted = "a number" if len(axes) == 1 else "'fro', 'nuc' or a number"
        raise ArgumentError(f"norm: ord={ord!r} is unknown here; use {wanted}.")
    if len(axes) == 2 and ord not in _OF_MATRICES:
        raise ArgumentError(
            f"norm: ord={ord!r} has no meaning for matrices; use 'fro', 'nuc', 1, -1, "
            f"2, -2, inf or -inf."
        )
    return float(ord)


def _vector_norm(x: Any, p: float, axes: tuple[int, ...], keepdims: bool) -> Any:
    if p == _INF:
        return max(absolute(x), axes, keepdims, initial=0)
    if p == -_INF:
        return min(absolute(x), axes, keepdims)
    if p == 0:
        hit = comparison.not_equal(x, 0)
        return sum(cast_to(hit, dtype_of(x).name), axes, keepdims)
    if p == 1:
        return sum(absolute(x), axes, keepdims)
    if p < 0:
        return sum(absolute(x) ** p, axes, keepdims) ** (1.0 / p)
    powers = _power(absolute(x), p)
    return _power(sum(powers, axes, keepdims), 1.0 / p)


def _power(x: Any, p: float) -> Any:
    """Return ``x ** p`` of what is not negative, with a slope of 0 at 0."""
    zero = comparison.equal(x, 0)
    return where(zero, x, where(zero, 1, x) ** p)


def _matrix_norm(x: Any, p: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    if p in ("nuc", 2, -2):
        values = singular_values(moveaxis(x, axes, (-2, -1)))
        reduce = {"nuc": sum, 2: max, -2: min}[p]
        found = reduce(values, -1)
        return expand_dims(found, tuple(sorted(axes))) if keepdims else found
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
    order : int or float, at least 1, default 2
        The p of the p-norm.
    epsilon : float, optional
        Norms below it count as it; ``config.epsilon()`` by default.

    Returns
    -------
    Tensor of the float type of `x`

    Raises
    ------
    ArgumentError
        If `order` is no number of at least 1.

    Examples
    --------
    >>> normalize([[3.0, 4.0]], order=1).shape
    (1, 2)
    """
    if isinstance(order, str) or not order >= 1:
        raise ArgumentError(
            f"normalize: order={order!r} must be a number of at least 1."
        )
    x = as_float(as_operand(x))
    dtype = dtype_of(x)
    if is_half(dtype):
        x = cast_to(x, "float32")
    small = config.epsilon() if epsilon is None else epsilon
    if order == 2:
        # Bounded below before the root, so that its slope stays finite at zero.
        total = sum(elementwise.square(x), axis, keepdims=True)
        found = x * elementwise.rsqrt(maximum(total, small * small))
    else:
        found = x / maximum(norm(x, order, axis, keepdims=True), small)
    return cast_to(found, dtype.name)
