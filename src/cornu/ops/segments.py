"""Reduce the rows of an array group by group."""

import math
from typing import Any

from cornu.core.promotion import BOOL
from cornu.core.spec import same_shape
from cornu.errors import DTypeError, ShapeError
from cornu.ops.arguments import as_operand, cast_to, dtype_of, is_symbolic, whole_number
from cornu.ops.math import where
from cornu.ops.reduce import max as max_
from cornu.primitives import movement, scattering


def segment_sum(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """Return the sums of the rows of each segment; 0 for an empty one.

    Parameters
    ----------
    data : array-like, shape (n, ...)
        Truth values are counted, in int32.
    segment_ids : array-like of int, shape (n,)
        To which segment each row belongs. Rows outside ``[0, num_segments)`` are left
        out. With k axes they name the segments of the first k axes of `data`.
    num_segments : int, optional
        By default the largest id and 1; this needs the values, so models and traced
        steps must be told.
    sorted : bool, default False
        Whether `segment_ids` do not decrease. The result is right in either case.

    Returns
    -------
    Tensor, shape (num_segments, ...), type of `data`

    Raises
    ------
    ShapeError
        If `data` and `segment_ids` differ in their first axes.
    DTypeError
        If `segment_ids` are no integers.
    ArgumentError
        If `num_segments` is negative or no whole number.

    Notes
    -----
    Rows are added in the order they come, half-precision types in float32.

    Examples
    --------
    >>> segment_sum([1, 2, 10, 20], [0, 0, 2, 2], 3).tolist()
    [3, 0, 30]
    """
    return _segments("segment_sum", "add", data, segment_ids, num_segments)


def segment_prod(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """Return the products of the rows of each segment; 1 for an empty one.

    Parameters
    ----------
    data : array-like, shape (n, ...)
        Truth values are multiplied in int32.
    segment_ids : array-like of int, shape (n,)
        As for :func:`segment_sum`.
    num_segments : int, optional
        By default the largest id and 1.
    sorted : bool, default False
        Whether `segment_ids` do not decrease. The result is right in either case.

    Returns
    -------
    Tensor, shape (num_segments, ...), type of `data`

    Raises
    ------
    ShapeError
        If `data` and `segment_ids` differ in their first axes.
    DTypeError
        If `segment_ids` are no integers.
    ArgumentError
        If `num_segments` is negative or no whole number.

    Examples
    --------
    >>> segment_prod([1, 2, 10, 20], [0, 0, 2, 2], 3).tolist()
    [2, 1, 200]
    """
    return _segments("segment_prod", "mul", data, segment_ids, num_segments)


def segment_max(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """Return the largest elements of each segment; the lowest there is for none.

    Equal ones share the gradient equally.

    Parameters
    ----------
    data : array-like, shape (n, ...)
    segment_ids : array-like of int, shape (n,)
        As for :func:`segment_sum`.
    num_segments : int, optional
        By default the largest id and 1.
    sorted : bool, default False
        Whether `segment_ids` do not decrease. The result is right in either case.

    Returns
    -------
    Tensor, shape (num_segments, ...), type of `data`
        Empty segments hold minus infinity, or the lowest integer of the type.

    Raises
    ------
    ShapeError
        If `data` and `segment_ids` differ in their first axes.
    DTypeError
        If `segment_ids` are no integers.
    ArgumentError
        If `num_segments` is negative or no whole number.

    Examples
    --------
    >>> segment_max([1.0, 2.0, 10.0, 20.0], [0, 0, 2, 2], 3).tolist()
    [2.0, -inf, 20.0]
    """
    return _segments("segment_max", "max", data, segment_ids, num_segments)


def segment_min(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """Return the smallest elements of each segment; the highest there is for none.

    Equal ones share the gradient equally.

    Parameters
    ----------
    data : array-like, shape (n, ...)
    segment_ids : array-like of int, shape (n,)
        As for :func:`segment_sum`.
    num_segments : int, optional
        By default the largest id and 1.
    sorted : bool, default False
        Whether `segment_ids` do not decrease. The result is right in either case.

    Returns
    -------
    Tensor, shape (num_segments, ...), type of `data`
        Empty segments hold infinity, or the highest integer of the type.

    Raises
    ------
    ShapeError
        If `data` and `segment_ids` differ in their first axes.
    DTypeError
        If `segment_ids` are no integers.
    ArgumentError
        If `num_segments` is negative or no whole number.

    Examples
    --------
    >>> segment_min([1.0, 2.0, 10.0, 20.0], [0, 0, 2, 2], 3).tolist()
    [1.0, inf, 10.0]
    """
    return _segments("segment_min", "min", data, segment_ids, num_segments)


def _segments(
    op: str, reduction: str, data: Any, segment_ids: Any, num_segments: Any
) -> Any:
    x, ids = as_operand(data), as_operand(segment_ids)
    if dtype_of(ids).kind not in "iu":
        raise DTypeError(
            f"{op}: segment_ids must be integers, got {dtype_of(ids).name}; cast them."
        )
    axes = len(ids.shape)
    if not same_shape(tuple(x.shape)[:axes], tuple(ids.shape)):
        raise ShapeError(
            f"{op}: segment_ids are {tuple(ids.shape)} and data is {tuple(x.shape)}; "
            f"the first sizes of data must be those of segment_ids."
        )
    if dtype_of(x) == BOOL and reduction in ("add", "mul"):
        x = cast_to(x, "int32")
    x, ids = _along_first(x, axes), cast_to(_along_first(ids, axes), "int64")
    count = _count(op, ids, num_segments)
    # One more row at the end takes what belongs nowhere.
    ids = where((ids >= 0) & (ids < count), ids, count)
    blank = _blank(x, count + 1, _neutral(reduction, dtype_of(x)))
    put = scattering.put_rows if reduction == "add" else scattering.meet_rows
    found = put(blank, ids, x, reduction=reduction)
    return movement.slice_axis(found, 0, 0, count)


def _along_first(x: Any, axes: int) -> Any:
    if axes > 1:
        return movement.merge_axes(x, axis=0, count=axes)
    return x if axes else movement.slice_view(x, index=(None,))


def _count(op: str, ids: Any, num_segments: Any) -> int:
    if num_segments is None:
        if is_symbolic(ids):
            raise ShapeError(
                f"{op}: num_segments must be known in a model, as it is the size of "
                f"the result; give it."
            )
        return int(max_(ids, initial=-1)) + 1
    return whole_number(op, "num_segments", num_segments, 0)


def _blank(x: Any, rows: int, value: Any) -> Any:
    """Return rows like those of `x`, all of one value, where `x` lives."""
    none = movement.stop_gradient(movement.slice_axis(x, 0, 0, 0))
    widths = ((0, rows), *((0, 0) for _ in x.shape[1:]))
    return movement.pad(none, widths=widths, value=value)


def _neutral(reduction: str, dtype: Any) -> Any:
    """Return what changes nothing: where no row is, it stays."""
    if reduction in ("add", "mul"):
        return int(reduction == "mul")
    sign = -1 if reduction == "max" else 1
    if dtype == BOOL:
        return sign > 0
    if dtype.kind not in "iu":
        return sign * math.inf
    bits = 8 * dtype.itemsize - (dtype.kind == "i")
    if sign > 0:
        return 2**bits - 1
    return -(2**bits) if dtype.kind == "i" else 0
