"""Combine the elements along axes: sums, averages, extremes, running totals, order."""

import builtins
from typing import Any

from cornu.autodiff import stop_gradient
from cornu.core.promotion import real_dtype
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    dtype_name,
    dtype_of,
    known_size,
)
from cornu.ops.complex import squared_size
from cornu.ops.math import where
from cornu.primitives import (
    arithmetic,
    comparison,
    elementwise,
    indexing,
    movement,
    reduction,
    scan,
    sorting,
)
from cornu.typing import Axis, DType


def _countable(x: Any) -> Any:
    """Widen booleans and short integers, whose sums would overflow."""
    dtype = dtype_of(x)
    if dtype.kind == "b" or (dtype.kind == "i" and dtype.itemsize < 4):
        return cast_to(x, "int32")
    if dtype.kind == "u" and dtype.itemsize < 4:
        return cast_to(x, "uint32")
    return x


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
    x = _countable(as_operand(x))
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
    x = _countable(x) if dtype is None else cast_to(x, dtype_name(dtype))
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
    x = as_operand(x)
    axes = axes_of("max", len(x.shape), axis)
    if initial is not None and _is_empty(x, axes):
        empty = reduction.reduce_sum(x, axes=axes, keepdims=keepdims)
        return movement.full_like(empty, value=initial)
    found = reduction.reduce_max(x, axes=axes, keepdims=keepdims)
    return found if initial is None else arithmetic.maximum(found, initial)


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
    x = as_operand(x)
    axes = axes_of("min", len(x.shape), axis)
    if initial is not None and _is_empty(x, axes):
        empty = reduction.reduce_sum(x, axes=axes, keepdims=keepdims)
        return movement.full_like(empty, value=initial)
    found = reduction.reduce_min(x, axes=axes, keepdims=keepdims)
    return found if initial is None else arithmetic.minimum(found, initial)


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
    return max(x, axis, keepdims)


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
    return min(x, axis, keepdims)


def _is_empty(x: Any, axes: tuple[int, ...]) -> bool:
    return 0 in [x.shape[a] for a in axes]


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
    x = as_operand(x)
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
    x = as_operand(x)
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
    return sum(comparison.not_equal(as_operand(x), 0), axis)


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
    axes = axes_of("var", len(x.shape), axis)
    name = real_dtype(dtype_of(x)).name
    if dtype_of(x).itemsize == 2:
        x = cast_to(x, "float32")
    centered = x - reduction.reduce_mean(x, axes=axes, keepdims=True)
    squared = squared_size(centered)
    return cast_to(reduction.reduce_mean(squared, axes=axes, keepdims=keepdims), name)


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
    return elementwise.sqrt(var(x, axis, keepdims))


def average(x: Any, axis: Axis = None, weights: Any = None) -> Any:
    """Return the weighted average along axes.

    Parameters
    ----------
    x : array-like
    axis : int, tuple of int or None, default None
    weights : array-like, optional
        Of the shape of `x`, or one number per position of a single `axis`.

    Examples
    --------
    >>> average([1.0, 3.0], weights=[3.0, 1.0]).item()
    1.5
    """
    if weights is None:
        return mean(x, axis)
    x, weights = as_float(as_operand(x)), as_float(as_operand(weights))
    if len(weights.shape) == 1 and len(x.shape) > 1:
        place = axes_of("average", len(x.shape), axis)[0]
        sizes = [1] * len(x.shape)
        sizes[place] = -1
        weights = movement.reshape(weights, shape=tuple(sizes))
    total = sum(x * weights, axis)
    return total / sum(weights + movement.full_like(x, value=0), axis)


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
    peak = stop_gradient(reduction.reduce_max(x, axes=axes, keepdims=True))
    # Infinite peaks would turn into NaN when subtracted from themselves.
    peak = where(comparison.isfinite(peak), peak, 0.0)
    total = reduction.reduce_sum(elementwise.exp(x - peak), axes=axes, keepdims=True)
    answer = elementwise.log(total) + peak
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
    return _position(reduction.argmax, "argmax", as_operand(x), axis, keepdims)


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
    return _position(reduction.argmin, "argmin", as_operand(x), axis, keepdims)


def _position(primitive: Any, op: str, x: Any, axis: int | None, keepdims: bool) -> Any:
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
        Type to compute in.

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
    x = as_operand(x)
    x = _countable(x) if dtype is None else cast_to(x, dtype_name(dtype))
    x, axis = _flat_or_axis("cumsum", x, axis)
    return scan.cumsum(x, axis=axis)


def cumprod(x: Any, axis: int | None = None, dtype: DType = None) -> Any:
    """Return the running product along `axis`, of the flattened array without one.

    Parameters
    ----------
    x : array-like
    axis : int, optional
    dtype : str, optional
        Type to compute in.

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
    x = as_operand(x)
    x = _countable(x) if dtype is None else cast_to(x, dtype_name(dtype))
    x, axis = _flat_or_axis("cumprod", x, axis)
    return scan.exclusive_cumprod(x, axis=axis) * x


def _flat_or_axis(op: str, x: Any, axis: int | None) -> tuple[Any, int]:
    if axis is None:
        return movement.reshape(x, shape=(-1,)), 0
    return x, axis_of(op, len(x.shape), axis)


# ---- order ----


def sort(x: Any, axis: int | None = -1) -> Any:
    """Return the elements in ascending order along `axis`.

    Parameters
    ----------
    x : array-like
    axis : int or None, default -1
        None sorts the flattened array.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> sort([3.0, 1.0, 2.0]).tolist()
    [1.0, 2.0, 3.0]
    """
    x, axis = _flat_or_axis("sort", as_operand(x), axis)
    return sorting.sort_with_positions(x, axis=axis)[0]


def argsort(x: Any, axis: int | None = -1) -> Any:
    """Return the positions that sort along `axis`; equal elements keep their order.

    Parameters
    ----------
    x : array-like
    axis : int or None, default -1
        None sorts the flattened array.

    Returns
    -------
    Tensor of int32

    Raises
    ------
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> argsort([3.0, 1.0, 2.0]).tolist()
    [1, 2, 0]
    """
    x, axis = _flat_or_axis("argsort", as_operand(x), axis)
    return sorting.argsort(x, axis=axis)


def top_k(x: Any, k: int, sorted: bool = True) -> tuple[Any, Any]:
    """Return the k largest elements along the last axis, and their positions.

    Parameters
    ----------
    x : array-like, shape (..., n)
    k : int in [0, n]
    sorted : bool, default True
        Accepted for compatibility with Keras; the largest always comes first.

    Returns
    -------
    values : Tensor, shape (..., k)
    indices : Tensor of int32, shape (..., k)
    """
    values, positions = sorting.top_k(as_operand(x), k=int(k))
    return values, positions


def in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    """Return whether each target is among the k classes predicted most strongly.

    Classes that tie with the k-th are counted in.

    Parameters
    ----------
    targets : array-like of int, shape (batch,)
    predictions : array-like, shape (batch, classes)
    k : int

    Returns
    -------
    Tensor of bool, shape (batch,)
    """
    targets, predictions = as_operand(targets), as_operand(predictions)
    k = builtins.min(int(k), known_size("in_top_k", predictions, 1))
    chosen = indexing.take_along_axis(predictions, targets[:, None], axis=1)
    larger = comparison.greater(predictions, chosen)
    return comparison.logical_and(
        comparison.less(sum(larger, axis=-1), k), comparison.isfinite(chosen[:, 0])
    )
