"""Reductions and running totals that pass over NaN, as if it were not there.

Integers hold no NaN; they take the way of the op of the plain name.
"""

import math
from typing import Any

from cornu.core.promotion import real_dtype
from cornu.ops.arguments import (
    as_numbers,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    dtype_of,
)
from cornu.ops.complex import squared_size
from cornu.ops.reduce import (
    argmax,
    argmin,
    cumprod,
    cumsum,
    max,
    mean,
    min,
    prod,
    refuse_empty,
    std,
    sum,
    var,
    widened,
)
from cornu.primitives import arithmetic, comparison, elementwise, movement, reduction
from cornu.typing import Axis, DType


def _may_be_nan(x: Any) -> bool:
    return dtype_of(x).kind in "fVc"


def filled(x: Any, value: float) -> Any:
    """Return `x` with `value` in place of NaN."""
    if not _may_be_nan(x):
        return x
    return comparison.where(comparison.isnan(x), movement.full_like(x, value=value), x)


# ---- totals ----


def nansum(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the sum along axes, NaN counting as 0.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> nansum([1.0, float("nan"), 3.0]).item()
    4.0
    """
    x = as_operand(x)
    return sum(filled(x, 0.0), axes_of("nansum", len(x.shape), axis), keepdims)


def nanprod(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the product along axes, NaN counting as 1.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> nanprod([2.0, float("nan"), 3.0]).item()
    6.0
    """
    x = as_operand(x)
    return prod(filled(x, 1.0), axes_of("nanprod", len(x.shape), axis), keepdims)


def nancumsum(x: Any, axis: int | None = None, dtype: DType = None) -> Any:
    """Return the running sum along `axis`, NaN counting as 0.

    Parameters
    ----------
    x : array-like
    axis : int, optional
        Without it the array is flattened.
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
    >>> nancumsum([1.0, float("nan"), 3.0]).tolist()
    [1.0, 1.0, 4.0]
    """
    return cumsum(filled(as_operand(x), 0.0), axis, dtype)


def nancumprod(x: Any, axis: int | None = None, dtype: DType = None) -> Any:
    """Return the running product along `axis`, NaN counting as 1.

    Parameters
    ----------
    x : array-like
    axis : int, optional
        Without it the array is flattened.
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
    >>> nancumprod([1.0, float("nan"), 3.0]).tolist()
    [1.0, 1.0, 3.0]
    """
    return cumprod(filled(as_operand(x), 1.0), axis, dtype)


# ---- extremes ----


def nanmax(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the largest element along axes that is not NaN; NaN if all are.

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
        If an axis is out of range, named twice or empty.

    Examples
    --------
    >>> nanmax([1.0, float("nan"), 3.0]).item()
    3.0
    """
    return _extreme("nanmax", max, as_operand(x), axis, keepdims, -math.inf)


def nanmin(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the smallest element along axes that is not NaN; NaN if all are.

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
        If an axis is out of range, named twice or empty.

    Examples
    --------
    >>> nanmin([1.0, float("nan"), 3.0]).item()
    1.0
    """
    return _extreme("nanmin", min, as_operand(x), axis, keepdims, math.inf)


def _extreme(
    op: str, plain: Any, x: Any, axis: Axis, keepdims: bool, worst: float
) -> Any:
    axes = axes_of(op, len(x.shape), axis)
    refuse_empty(op, x, axes)
    found = plain(filled(x, worst), axes, keepdims)
    if not _may_be_nan(x):
        return found
    none = reduction.reduce_all(comparison.isnan(x), axes=axes, keepdims=keepdims)
    return comparison.where(none, movement.full_like(found, value=math.nan), found)


def nanargmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Return the position of the largest element that is not NaN; -1 if all are.

    Of several it is the first; without `axis` the position in the flattened array.

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
        If `axis` is out of range or empty.

    Examples
    --------
    >>> nanargmax([float("nan"), 1.0, 3.0]).item()
    2
    """
    return _position("nanargmax", argmax, nanmax, as_numbers(x), axis, keepdims)


def nanargmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Return the position of the smallest element that is not NaN; -1 if all are.

    Of several it is the first; without `axis` the position in the flattened array.

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
        If `axis` is out of range or empty.

    Examples
    --------
    >>> nanargmin([float("nan"), 1.0, 3.0]).item()
    1
    """
    return _position("nanargmin", argmin, nanmin, as_numbers(x), axis, keepdims)


def _position(
    op: str, plain: Any, extreme: Any, x: Any, axis: int | None, keepdims: bool
) -> Any:
    refuse_empty(op, x, axes_of(op, len(x.shape), axis))
    if axis is not None:
        axis = axis_of(op, len(x.shape), axis)
    if not _may_be_nan(x):
        return plain(x, axis, keepdims)
    # Not the position among numbers put in place of NaN: infinities tie with those.
    hits = comparison.equal(x, extreme(x, axis, keepdims=True))
    found = argmax(hits, axis, keepdims)
    axes = axes_of(op, len(x.shape), axis)
    any_hit = reduction.reduce_any(hits, axes=axes, keepdims=keepdims)
    return comparison.where(any_hit, found, movement.full_like(found, value=-1))


# ---- averages ----


def nanmean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the average along axes of what is not NaN; NaN if all is.

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
    >>> nanmean([1.0, float("nan"), 3.0]).item()
    2.0
    """
    x = as_operand(x)
    axes = axes_of("nanmean", len(x.shape), axis)
    if not _may_be_nan(x):
        return mean(x, axes, keepdims)
    return cast_to(_mean(widened(x), axes, keepdims), dtype_of(x).name)


def nanvar(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the variance along axes of what is not NaN; NaN if all is.

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
    >>> nanvar([1.0, float("nan"), 3.0]).item()
    1.0
    """
    x = as_operand(x)
    axes = axes_of("nanvar", len(x.shape), axis)
    if not _may_be_nan(x):
        return var(x, axes, keepdims)
    found = _var(widened(x), axes, keepdims)
    return cast_to(found, real_dtype(dtype_of(x)).name)


def nanstd(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the standard deviation along axes of what is not NaN.

    It is the root of :func:`nanvar`, and NaN where all is NaN.

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
    >>> nanstd([1.0, float("nan"), 5.0]).item()
    2.0
    """
    x = as_operand(x)
    axes = axes_of("nanstd", len(x.shape), axis)
    if not _may_be_nan(x):
        return std(x, axes, keepdims)
    found = elementwise.sqrt(_var(widened(x), axes, keepdims))
    return cast_to(found, real_dtype(dtype_of(x)).name)


def _count(x: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    """Return how many elements are not NaN, in the type of `x`."""
    present = comparison.logical_not(comparison.isnan(x))
    name = real_dtype(dtype_of(x)).name
    return reduction.reduce_sum(cast_to(present, name), axes=axes, keepdims=keepdims)


def _share(total: Any, count: Any) -> Any:
    """Return ``total / count``; NaN of none, and then without a gradient."""
    some = comparison.greater(count, 0)
    mean = total / arithmetic.maximum(count, 1)
    return comparison.where(some, mean, movement.full_like(mean, value=math.nan))


def _mean(x: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    total = reduction.reduce_sum(filled(x, 0.0), axes=axes, keepdims=keepdims)
    return _share(total, _count(x, axes, keepdims))


def _var(x: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    centered = x - _mean(x, axes, True)
    centered = comparison.where(
        comparison.isnan(x), movement.full_like(x, value=0.0), centered
    )
    total = reduction.reduce_sum(squared_size(centered), axes=axes, keepdims=keepdims)
    return _share(total, _count(x, axes, keepdims))
