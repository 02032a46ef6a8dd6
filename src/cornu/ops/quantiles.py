"""Quantiles: the values below which given fractions of the elements lie."""

import math
from typing import Any

from cornu.autodiff import Tensor
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import as_float, as_operand, axes_of, cast_to, dtype_of
from cornu.ops.reduce import widened
from cornu.primitives import (
    arithmetic,
    comparison,
    elementwise,
    indexing,
    movement,
    reduction,
    sorting,
)
from cornu.typing import Axis

METHODS = ("linear", "lower", "higher", "midpoint", "nearest")


def quantile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Return the values below which fractions of the elements along axes lie.

    Parameters
    ----------
    x : array-like
        If an element is NaN, so is the answer.
    q : array-like, shape () or (k,), in [0, 1]
        Fractions. Numbers out of range are refused; tensors are limited to it.
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    method : {"linear", "lower", "higher", "midpoint", "nearest"}, default "linear"
        What to take between two neighbours: a point as far along as the fraction says,
        one of them, their average, or the nearer one (the lower half way).
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float
        With k fractions it has a first axis of size k. NaN along empty axes.

    Raises
    ------
    ArgumentError
        If `method` is unknown or a number in `q` is out of range.
    ShapeError
        If an axis is out of range or named twice, or `q` has several axes.

    References
    ----------
    .. [1] Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
       Statistician 50, 1996: "linear" is their definition 7.

    Examples
    --------
    >>> quantile([1.0, 2.0, 3.0, 5.0], [0.5, 1.0]).tolist()
    [2.5, 5.0]
    """
    levels = _levels("quantile", q, 1.0)
    return _quantile("quantile", x, levels, axis, method, keepdims)


def percentile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Return the values below which percentages of the elements along axes lie.

    It is :func:`quantile` of ``q / 100``.

    Parameters
    ----------
    x : array-like
        If an element is NaN, so is the answer.
    q : array-like, shape () or (k,), in [0, 100]
        Percentages. Numbers out of range are refused; tensors are limited to it.
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    method : {"linear", "lower", "higher", "midpoint", "nearest"}, default "linear"
        What to take between two neighbours; see :func:`quantile`.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float
        With k percentages it has a first axis of size k. NaN along empty axes.

    Raises
    ------
    ArgumentError
        If `method` is unknown or a number in `q` is out of range.
    ShapeError
        If an axis is out of range or named twice, or `q` has several axes.

    Examples
    --------
    >>> percentile([1.0, 2.0, 3.0, 5.0], 50).item()
    2.5
    """
    levels = _levels("percentile", q, 100.0)
    return _quantile("percentile", x, levels, axis, method, keepdims)


def median(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the middle element along axes; the average of the middle two of even many.

    Parameters
    ----------
    x : array-like
        If an element is NaN, so is the answer.
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float
        NaN along empty axes.

    Raises
    ------
    ShapeError
        If an axis is out of range or named twice.

    Examples
    --------
    >>> median([[1.0, 9.0, 2.0], [4.0, 3.0, 8.0]], axis=1).tolist()
    [2.0, 4.0]
    """
    return _quantile("median", x, Tensor(0.5), axis, "linear", keepdims)


def nanquantile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Return quantiles along axes of what is not NaN; NaN if all is.

    Parameters
    ----------
    x : array-like
    q : array-like, shape () or (k,), in [0, 1]
        Fractions. Numbers out of range are refused; tensors are limited to it.
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    method : {"linear", "lower", "higher", "midpoint", "nearest"}, default "linear"
        What to take between two neighbours; see :func:`quantile`.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float
        With k fractions it has a first axis of size k.

    Raises
    ------
    ArgumentError
        If `method` is unknown or a number in `q` is out of range.
    ShapeError
        If an axis is out of range or named twice, or `q` has several axes.

    Examples
    --------
    >>> nanquantile([1.0, 2.0, float("nan"), 4.0], 0.5).item()
    2.0
    """
    levels = _levels("nanquantile", q, 1.0)
    return _quantile("nanquantile", x, levels, axis, method, keepdims, skip_nan=True)


def nanpercentile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Return percentiles along axes of what is not NaN; NaN if all is.

    It is :func:`nanquantile` of ``q / 100``.

    Parameters
    ----------
    x : array-like
    q : array-like, shape () or (k,), in [0, 100]
        Percentages. Numbers out of range are refused; tensors are limited to it.
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    method : {"linear", "lower", "higher", "midpoint", "nearest"}, default "linear"
        What to take between two neighbours; see :func:`quantile`.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, float
        With k percentages it has a first axis of size k.

    Raises
    ------
    ArgumentError
        If `method` is unknown or a number in `q` is out of range.
    ShapeError
        If an axis is out of range or named twice, or `q` has several axes.

    Examples
    --------
    >>> nanpercentile([1.0, 2.0, float("nan"), 4.0], 50).item()
    2.0
    """
    levels = _levels("nanpercentile", q, 100.0)
    return _quantile("nanpercentile", x, levels, axis, method, keepdims, skip_nan=True)


def nanmedian(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the median along axes of what is not NaN; NaN if all is.

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
    >>> nanmedian([1.0, float("nan"), 4.0, 2.0]).item()
    2.0
    """
    half = Tensor(0.5)
    return _quantile("nanmedian", x, half, axis, "linear", keepdims, skip_nan=True)


# ---- how ----


def _levels(op: str, q: Any, top: float) -> Any:
    """Return levels as fractions in [0, 1], of at least single precision."""
    numbers = q if isinstance(q, (list, tuple)) else (q,)
    if all(type(v) in (int, float, bool) for v in numbers):
        if not all(0 <= v <= top for v in numbers):
            raise ArgumentError(f"{op}: q={q!r:.60} must lie in [0, {top:g}].")
        fractions = [v / top for v in numbers]
        # In double precision, as numbers come: their own rounding decides.
        return Tensor(fractions if numbers is q else fractions[0], "float64")
    q = widened(as_float(as_operand(q)))
    if len(q.shape) > 1:
        raise ShapeError(f"{op}: q is {tuple(q.shape)}; it must have one axis or none.")
    return comparison.clip(q if top == 1 else q / top, low=0.0, high=1.0)


def _quantile(
    op: str,
    x: Any,
    levels: Any,
    axis: Axis,
    method: str,
    keepdims: bool,
    skip_nan: bool = False,
) -> Any:
    if method not in METHODS:
        raise ArgumentError(f"{op}: method={method!r} must be one of {METHODS}.")
    x = as_float(as_operand(x))
    axes = axes_of(op, len(x.shape), axis)
    many = len(levels.shape) == 1
    if not many:
        levels = movement.slice_view(levels, index=(None,))
    rows = _axes_last(op, widened(x), axes)  # (..., n)
    last = len(rows.shape) - 1
    if rows.shape[last] == 0:
        found = reduction.reduce_mean(rows, axes=(last,), keepdims=True)
        found = found + cast_to(levels, dtype_of(found).name) * 0
    else:
        found = _along_last(rows, levels, method, skip_nan)  # (..., k)
    found = cast_to(found, dtype_of(x).name)
    found = movement.transpose(found, axes=(last, *range(last)))
    if keepdims:
        index = [None if i in axes else _WHOLE for i in range(len(x.shape))]
        found = movement.slice_view(found, index=(_WHOLE, *index))
    return found if many else movement.slice_view(found, index=(0,))


_WHOLE = (None, None, None)


def _axes_last(op: str, x: Any, axes: tuple[int, ...]) -> Any:
    """Return `x` with `axes` merged into one, the last."""
    kept = [i for i in range(len(x.shape)) if i not in axes]
    moved = movement.transpose(x, axes=(*kept, *axes))
    if len(axes) == 1:
        return moved
    if not axes:
        return movement.slice_view(moved, index=(*(_WHOLE for _ in kept), None))
    merged = [x.shape[i] for i in axes]
    sizes = [x.shape[i] for i in kept]
    sizes.append(None if None in merged else math.prod(merged))
    if sizes.count(None) > 1:
        raise ShapeError(
            f"{op}: over axes {axes} of shape {tuple(x.shape)} more sizes must be "
            f"known: those of `axes`, or all others."
        )
    shape = tuple(-1 if n is None else n for n in sizes)
    return movement.reshape(moved, shape=shape)


def _along_last(rows: Any, levels: Any, method: str, skip_nan: bool) -> Any:
    """Return the quantiles of each row, one a level: shape (..., k)."""
    last = len(rows.shape) - 1
    ordered, _ = sorting.sort_with_positions(rows, axis=last)
    missing = comparison.isnan(ordered)  # NaN comes last
    count = rows.shape[last]
    if skip_nan or count is None:
        present = comparison.logical_not(missing)
        if not skip_nan:
            present = movement.full_like(present, value=True)
        count = reduction.reduce_sum(
            cast_to(present, dtype_of(levels).name), axes=(last,), keepdims=True
        )
    known = comparison.equal(levels, levels)
    levels = comparison.where(known, levels, movement.full_like(levels, value=0.0))
    places = arithmetic.maximum(levels * (count - 1), 0.0)  # (k,) or (..., k)
    found = _between(ordered, places, method)
    tainted = comparison.logical_not(known)
    if not skip_nan:
        last_missing = movement.slice_axis(missing, last, -1, None)
        tainted = comparison.logical_or(tainted, last_missing)
    return comparison.where(tainted, movement.full_like(found, value=math.nan), found)


def _between(ordered: Any, places: Any, method: str) -> Any:
    if method == "nearest":
        return _picked(ordered, elementwise.ceil(places - 0.5))
    if method == "lower":
        return _picked(ordered, elementwise.floor(places))
    if method == "higher":
        return _picked(ordered, elementwise.ceil(places))
    low, high = elementwise.floor(places), elementwise.ceil(places)
    below, above = _picked(ordered, low), _picked(ordered, high)
    if method == "midpoint":
        return (below + above) * 0.5
    part = cast_to(places - low, dtype_of(ordered).name)
    # Nothing times infinity would be NaN.
    zero = movement.full_like(above, value=0.0)
    above = comparison.where(comparison.greater(part, 0), above, zero)
    return below * (1 - part) + above * part


def _picked(ordered: Any, places: Any) -> Any:
    """Return the elements at whole places, the same for all rows or one set a row."""
    positions = cast_to(places, "int32")
    last = len(ordered.shape) - 1
    if len(positions.shape) == 1:
        return indexing.take(ordered, positions, axis=last)
    return indexing.take_along_axis(ordered, positions, axis=last)
