"""Combine the elements along axes: sums, averages, extremes, running totals."""

import math
from typing import Any

from cornu.autodiff import stop_gradient
from cornu.core.promotion import real_dtype
from cornu.core.spec import same_shape
from cornu.errors import ShapeError
from cornu.ops.arguments import (
    as_float,
    as_numbers,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    countable,
    dtype_name,
    dtype_of,
    to_common,
)
from cornu.ops.complex import squared_size
from cornu.primitives import (
    arithmetic,
    comparison,
    elementwise,
    movement,
    reduction,
    scan,
)
from cornu.primitives.outputs import is_half
from cornu.typing import Axis, DType


def sum(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the sum along axes.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Examples
    --------
    >>> sum([[1.0, 2.0], [3.0, 4.0]], axis=-1)
    <Tensor shape=(2,) dtype=float32: [3. 7.]>
    """
    x = countable(as_operand(x))
    axes = axes_of("sum", len(x.shape), axis)
    return reduction.reduce_sum(x, axes=axes, keepdims=keepdims)


def mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the average along axes; integers are averaged as floats.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> mean([[1.0, 5.0], [3.0, 2.0]], axis=0).tolist()
    [2.0, 3.5]
    """
    x = as_operand(x)
    axes = axes_of("mean", len(x.shape), axis)
    return reduction.reduce_mean(x, axes=axes, keepdims=keepdims)


def prod(x: Any, axis: Axis = None, keepdims: bool = False, dtype: DType = None) -> Any:
    """Return the product along axes, computed in `dtype` if given.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.
    dtype : str, optional
        Type to compute in; integers narrower than 32 bits are widened by default.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> prod([2.0, 3.0, 4.0]).item()
    24.0
    """
    x = as_operand(x)
    x = countable(x) if dtype is None else cast_to(x, dtype_name(dtype))
    axes = axes_of("prod", len(x.shape), axis)
    return reduction.reduce_prod(x, axes=axes, keepdims=keepdims)


def max(x: Any, axis: Axis = None, keepdims: bool = False, initial: Any = None) -> Any:
    """Return the largest element along axes, and at least `initial` if given.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.
    initial : number, optional
        Lower bound of the answer; lets axes of size 0 have one.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> max([[1.0, 5.0], [3.0, 2.0]], axis=0).tolist()
    [3.0, 5.0]
    """
    return _extreme("max", reduction.reduce_max, x, axis, keepdims, initial)


def min(x: Any, axis: Axis = None, keepdims: bool = False, initial: Any = None) -> Any:
    """Return the smallest element along axes, and at most `initial` if given.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.
    initial : number, optional
        Upper bound of the answer; lets axes of size 0 have one.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> min([[1.0, 5.0], [3.0, 2.0]], axis=0).tolist()
    [1.0, 2.0]
    """
    return _extreme("min", reduction.reduce_min, x, axis, keepdims, initial)


def amax(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the largest element along axes.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> amax([[1.0, 5.0], [3.0, 2.0]], axis=0).tolist()
    [3.0, 5.0]
    """
    return _extreme("amax", reduction.reduce_max, x, axis, keepdims)


def amin(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the smallest element along axes.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> amin([[1.0, 5.0], [3.0, 2.0]], axis=0).tolist()
    [1.0, 2.0]
    """
    return _extreme("amin", reduction.reduce_min, x, axis, keepdims)


_LIMITS = {
    reduction.reduce_max: arithmetic.maximum,
    reduction.reduce_min: arithmetic.minimum,
}


def _extreme(
    op: str,
    primitive: Any,
    x: Any,
    axis: Axis,
    keepdims: bool,
    initial: Any = None,
) -> Any:
    x = as_operand(x)
    axes = axes_of(op, len(x.shape), axis)
    if initial is None:
        refuse_empty(op, x, axes)
        return primitive(x, axes=axes, keepdims=keepdims)
    initial = as_operand(initial)
    if len(initial.shape):
        raise ShapeError(
            f"{op}: initial is {tuple(initial.shape)}; it must be one number."
        )
    initial = cast_to(initial, dtype_of(x).name)
    if _is_empty(x, axes):
        zeros = reduction.reduce_sum(x, axes=axes, keepdims=keepdims)
        always = movement.full_like(zeros, value=True, dtype="bool")
        return comparison.where(always, initial, zeros)
    return _LIMITS[primitive](primitive(x, axes=axes, keepdims=keepdims), initial)


def _is_empty(x: Any, axes: tuple[int, ...]) -> bool:
    return 0 in [x.shape[a] for a in axes]


def refuse_empty(op: str, x: Any, axes: tuple[int, ...]) -> None:
    """Refuse axes of size 0, among whose elements there is none to choose.

    Raises
    ------
    ShapeError
        If the result has elements, and one of `axes` has none; the message names `op`.
    """
    others = [n for i, n in enumerate(x.shape) if i not in axes]
    if _is_empty(x, axes) and 0 not in others:
        raise ShapeError(
            f"{op}: x has shape {tuple(x.shape)}, with no element to choose along axes "
            f"{axes}; each must have at least one."
        )


def all(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return whether every element along axes is true (not zero).

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor of bool

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> all([[1, 0], [1, 1]], axis=1).tolist()
    [False, True]
    """
    x = as_numbers(x)
    axes = axes_of("all", len(x.shape), axis)
    return reduction.reduce_all(x, axes=axes, keepdims=keepdims)


def any(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return whether an element along axes is true (not zero).

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor of bool

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> any([[1, 0], [0, 0]], axis=1).tolist()
    [True, False]
    """
    x = as_numbers(x)
    axes = axes_of("any", len(x.shape), axis)
    return reduction.reduce_any(x, axes=axes, keepdims=keepdims)


def count_nonzero(x: Any, axis: Axis = None) -> Any:
    """Return how many elements along axes are not zero, as int32.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> count_nonzero([[1, 0], [2, 3]], axis=0).tolist()
    [2, 1]
    """
    x = as_numbers(x)
    axes = axes_of("count_nonzero", len(x.shape), axis)
    return sum(cast_to(x, "bool"), axes)


def var(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the variance along axes: the mean squared distance from the mean.

    Half-precision inputs are computed in float32 and rounded once.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> var([1.0, 3.0]).item()
    1.0
    """
    x = as_float(as_operand(x))
    found = _wide_var("var", x, axis, keepdims)
    return cast_to(found, real_dtype(dtype_of(x)).name)


def _wide_var(op: str, x: Any, axis: Axis, keepdims: bool) -> Any:
    axes = axes_of(op, len(x.shape), axis)
    x = widened(x)
    centered = x - reduction.reduce_mean(x, axes=axes, keepdims=True)
    squared = squared_size(centered)
    return reduction.reduce_mean(squared, axes=axes, keepdims=keepdims)


def widened(x: Any) -> Any:
    """Return floats of 16 bits in float32, anything else as it is."""
    return cast_to(x, "float32") if is_half(dtype_of(x)) else x


def std(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the standard deviation along axes, the root of :func:`var`.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> std([1.0, 5.0]).item()
    2.0
    """
    x = as_float(as_operand(x))
    found = elementwise.sqrt(_wide_var("std", x, axis, keepdims))
    return cast_to(found, real_dtype(dtype_of(x)).name)


def average(x: Any, axis: Axis = None, weights: Any = None) -> Any:
    """Return the weighted average along axes: sum(w x) / sum(w).

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    weights : array-like, optional
        Of the shape of `x`, or one number per position of a single `axis`; equal
        ones if not given.

    Returns
    -------
    Tensor, float

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice, or `weights` does not fit.

    Examples
    --------
    >>> average([1.0, 3.0], weights=[3.0, 1.0]).item()
    1.5
    """
    x = as_operand(x)
    axes = axes_of("average", len(x.shape), axis)
    if weights is None:
        return reduction.reduce_mean(x, axes=axes)
    x, weights = (as_float(v) for v in to_common([x, weights]))
    name = dtype_of(x).name
    x, weights = widened(x), widened(weights)
    if not same_shape(tuple(x.shape), tuple(weights.shape)):
        weights = _along("average", x, weights, axis)
    total = reduction.reduce_sum(x * weights, axes=axes)
    return cast_to(total / reduction.reduce_sum(weights, axes=axes), name)


def _along(op: str, x: Any, weights: Any, axis: Any) -> Any:
    """Return the weights of one axis shaped so that they stand along it."""
    if len(weights.shape) != 1 or not hasattr(axis, "__index__"):
        raise ShapeError(
            f"{op}: x is {tuple(x.shape)} and weights are {tuple(weights.shape)}; "
            f"they must be of one shape, or have one axis, given as axis=<int>."
        )
    place = axis_of(op, len(x.shape), axis)
    if not same_shape((x.shape[place],), tuple(weights.shape)):
        raise ShapeError(
            f"{op}: axis {axis} of x, {tuple(x.shape)}, has size {x.shape[place]}; "
            f"there must be as many weights, not {weights.shape[0]}."
        )
    return movement.slice_view(
        weights,
        index=tuple(
            (None, None, None) if i == place else None for i in range(len(x.shape))
        ),
    )


def logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return log(sum(exp(x))) along axes, without overflow.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> round(logsumexp([1000.0, 1000.0]).item(), 3)
    1000.693
    """
    x = as_float(as_operand(x))
    axes = axes_of("logsumexp", len(x.shape), axis)
    name, x = dtype_of(x).name, widened(x)
    if _is_empty(x, axes):
        total = reduction.reduce_sum(x, axes=axes, keepdims=keepdims)
        return cast_to(movement.full_like(total, value=-math.inf), name)
    peak = stop_gradient(reduction.reduce_max(x, axes=axes, keepdims=True))
    # Infinite peaks would turn into NaN when subtracted from themselves.
    zero = movement.full_like(peak, value=0.0)
    peak = comparison.where(comparison.isfinite(peak), peak, zero)
    total = reduction.reduce_sum(elementwise.exp(x - peak), axes=axes, keepdims=True)
    answer = cast_to(elementwise.log(total) + peak, name)
    return answer if keepdims else _drop(answer, axes)


def _drop(x: Any, axes: tuple[int, ...]) -> Any:
    """Drop axes of size 1."""
    index = tuple(0 if i in axes else (None,) * 3 for i in range(len(x.shape)))
    return movement.slice_view(x, index=index)


# ---- positions ----


def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Return the position of the largest element along `axis`, the first of several.

    Without `axis` it is the position in the flattened array.

    Parameters
    ----------
    x : array-like
    axis : int, optional
    keepdims : bool, default False
        Whether the axis stays, with size 1.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> argmax([[1.0, 5.0], [3.0, 2.0]], axis=1).tolist()
    [1, 0]
    """
    return _position(reduction.argmax, "argmax", as_numbers(x), axis, keepdims)


def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Return the position of the smallest element along `axis`, the first of several.

    Without `axis` it is the position in the flattened array.

    Parameters
    ----------
    x : array-like
    axis : int, optional
    keepdims : bool, default False
        Whether the axis stays, with size 1.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> argmin([[1.0, 5.0], [3.0, 2.0]], axis=1).tolist()
    [0, 1]
    """
    return _position(reduction.argmin, "argmin", as_numbers(x), axis, keepdims)


def _position(primitive: Any, op: str, x: Any, axis: int | None, keepdims: bool) -> Any:
    refuse_empty(op, x, axes_of(op, len(x.shape), axis))
    if axis is not None:
        axis = axis_of(op, len(x.shape), axis)
        return primitive(x, axis=axis, keepdims=keepdims)
    found = primitive(movement.reshape(x, shape=(-1,)), axis=0)
    if not keepdims:
        return found
    return movement.reshape(found, shape=(1,) * len(x.shape))


# ---- running totals ----


def cumsum(x: Any, axis: int | None = None, dtype: DType = None) -> Any:
    """Return the running sum along `axis`, of the flattened array without one.

    Parameters
    ----------
    x : array-like
    axis : int, optional
    dtype : str, optional
        Type to compute in; that of `x` if not given, int32 for booleans.

    Returns
    -------
    Tensor, shape of `x`, or one axis without `axis`

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> cumsum([1, 2, 3]).tolist()
    [1, 3, 6]
    """
    x, axis = flat_or_axis("cumsum", _in_type(as_operand(x), dtype), axis)
    return scan.cumsum(x, axis=axis)


def cumprod(x: Any, axis: int | None = None, dtype: DType = None) -> Any:
    """Return the running product along `axis`, of the flattened array without one.

    Parameters
    ----------
    x : array-like
    axis : int, optional
    dtype : str, optional
        Type to compute in; that of `x` if not given, int32 for booleans.

    Returns
    -------
    Tensor, shape of `x`, or one axis without `axis`

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> cumprod([1, 2, 3]).tolist()
    [1, 2, 6]
    """
    x, axis = flat_or_axis("cumprod", _in_type(as_operand(x), dtype), axis)
    name, x = dtype_of(x).name, widened(x)
    return cast_to(scan.exclusive_cumprod(x, axis=axis) * x, name)


def _in_type(x: Any, dtype: DType) -> Any:
    """Return `x` in the type of its running totals: its own, but truth values count."""
    if dtype is None:
        return cast_to(x, "int32") if dtype_of(x).kind == "b" else x
    return cast_to(x, dtype_name(dtype))


def flat_or_axis(op: str, x: Any, axis: int | None) -> tuple[Any, int]:
    """Return `x` and an axis counted from the front; flattened `x` without an axis."""
    if axis is None:
        return movement.reshape(x, shape=(-1,)), 0
    return x, axis_of(op, len(x.shape), axis)
