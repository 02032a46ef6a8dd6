"""Counts, correlations, differences and integrals of sampled data."""

import builtins
from typing import Any

from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    axes_of,
    axis_of,
    cast_to,
    dtype_of,
    is_symbolic,
    known_size,
    to_common,
)
from cornu.ops.complex import imag, real
from cornu.ops.creation import linspace
from cornu.ops.reduce import max, min, refuse_empty, widened
from cornu.primitives import (
    comparison,
    contraction,
    convolution,
    elementwise,
    movement,
    reduction,
    sorting,
)
from cornu.primitives import complex as parts
from cornu.typing import Axis

# ---- spread ----


def ptp(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the distance from the smallest to the largest element along axes.

    Parameters
    ----------
    x : array-like of numbers
    axis : int, tuple of int or None, default None
        None means all axes; negative ones count from the end.
    keepdims : bool, default False
        Whether the axes stay, with size 1.

    Returns
    -------
    Tensor, type of `x`

    Raises
    ------
    DTypeError
        If `x` is of booleans.
    ShapeError
        If an axis is out of range, named twice or empty.

    Examples
    --------
    >>> ptp([[1.0, 3.0, 2.0], [4.0, 0.0, 5.0]], axis=1).tolist()
    [2.0, 5.0]
    """
    x = as_operand(x)
    if dtype_of(x).kind == "b":
        raise DTypeError("ptp: x is bool; it must be numbers. Cast it to int32 first.")
    axes = axes_of("ptp", len(x.shape), axis)
    refuse_empty("ptp", x, axes)
    return max(x, axes, keepdims) - min(x, axes, keepdims)


# ---- counts ----


def bincount(
    x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False
) -> Any:
    """Return how often each integer occurs, or the sum of its weights.

    The result is as long as the largest integer asks for, and at least `minlength`. In
    a model, where values are not known, it is `minlength`, and integers must be below.

    Parameters
    ----------
    x : array-like of int, shape (n,) or (batch, n)
        Not negative. Each row is counted by itself.
    weights : array-like, shape of `x`, optional
    minlength : int, default 0
    sparse : bool, default False
        There are no sparse tensors; only False is possible.

    Returns
    -------
    Tensor of int32, or of the type of `weights`, shape (length,) or (batch, length)

    Raises
    ------
    ArgumentError
        If an integer or `minlength` is negative, or `sparse` is set.
    DTypeError
        If `x` is not of integers.
    ShapeError
        If `x` has more than two axes, `weights` are of another shape, or `x` is a
        symbol and `minlength` is 0.

    Examples
    --------
    >>> bincount([1, 2, 2, 3], minlength=5).tolist()
    [0, 1, 2, 1, 0]
    """
    if sparse:
        raise ArgumentError("bincount: sparse=True needs sparse tensors; use False.")
    if not hasattr(minlength, "__index__") or minlength.__index__() < 0:
        raise ArgumentError(
            f"bincount: minlength={minlength!r} must be an integer, and not negative."
        )
    x = as_operand(x)
    if dtype_of(x).kind == "b":
        x = cast_to(x, "int32")
    if weights is not None:
        weights = as_operand(weights)
        if dtype_of(weights).kind == "b":
            weights = as_float(weights)
    length = minlength.__index__()
    if is_symbolic(x) or is_symbolic(weights):
        if not length:
            raise ShapeError(
                "bincount: how long the result is depends on values, and this is a "
                "symbol; its length must be known. Give it as minlength=..."
            )
    elif 0 not in x.shape and dtype_of(x).kind in "iu":
        length = builtins.max(length, int(max(x)) + 1)
    return sorting.bincount(x, weights, length=length)


def histogram(x: Any, bins: int = 10, range: Any = None) -> tuple[Any, Any]:
    """Return how many elements lie in each of several intervals of equal width.

    An interval holds its lower edge, the last one its upper edge, too; what lies
    outside, and NaN, is not counted.

    Parameters
    ----------
    x : array-like
        Flattened.
    bins : int > 0, default 10
        Number of intervals.
    range : pair of float, optional
        Lowest and highest edge; the extremes of `x` if not given. Half is added on
        both sides if they are equal.

    Returns
    -------
    counts : Tensor, float type of `x`, shape (bins,)
    edges : Tensor, float type of `x`, shape (bins + 1,)

    Raises
    ------
    ArgumentError
        If `bins` or `range` is out of range.

    Examples
    --------
    >>> counts, edges = histogram([1.0, 2.0, 2.0, 4.0], bins=3)
    >>> counts.tolist(), edges.tolist()
    ([1.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0])
    """
    if not hasattr(bins, "__index__") or isinstance(bins, bool) or bins < 1:
        raise ArgumentError(f"histogram: bins={bins!r} must be a positive integer.")
    x = as_float(as_operand(x))
    name, x = dtype_of(x).name, widened(movement.reshape(x, shape=(-1,)))
    low, high = _ends(x, range)
    flat = comparison.equal(low, high)
    margin = cast_to(flat, dtype_of(x).name) * 0.5
    low, high = low - margin, high + margin
    steps = linspace(0.0, 1.0, bins.__index__() + 1, dtype=dtype_of(x).name)
    edges = low * (1 - steps) + high * steps
    ordered, _ = sorting.sort_with_positions(x, axis=0)
    inner = movement.slice_axis(edges, 0, None, -1)
    last = movement.slice_axis(edges, 0, -1, None)
    places = movement.concatenate(
        sorting.searchsorted(ordered, inner, side="left"),
        sorting.searchsorted(ordered, last, side="right"),
        axis=0,
    )
    counts = _step(places, 0)
    # Without numbers for edges, nothing lies between them.
    counts = comparison.where(
        comparison.equal(high, high), counts, movement.full_like(counts, value=0)
    )
    return cast_to(counts, name), cast_to(edges, name)


def _ends(x: Any, range: Any) -> tuple[Any, Any]:
    """Return the lowest and the highest edge of a histogram."""
    name = dtype_of(x).name
    if range is not None:
        if not isinstance(range, (tuple, list)) or len(range) != 2:
            raise ArgumentError(
                f"histogram: range={range!r:.60} must be a pair, (lowest, highest)."
            )
        if not range[0] <= range[1]:
            raise ArgumentError(
                f"histogram: range={range!r:.60} must give the lowest edge first."
            )
    elif x.shape[0] == 0:
        range = (0.0, 1.0)
    if range is None:
        return min(x), max(x)
    low, high = (cast_to(as_operand(float(v)), name) for v in range)
    return low, high


# ---- correlations ----


def corrcoef(x: Any) -> Any:
    """Return the correlation of each variable with each other one (Pearson's).

    Parameters
    ----------
    x : array-like, shape (variables, observations) or (observations,)

    Returns
    -------
    Tensor, float, shape (variables, variables) or ()
        In [-1, 1]; NaN where a variable does not vary.

    Raises
    ------
    DTypeError
        If `x` is complex.
    ShapeError
        If `x` has neither one axis nor two.

    Examples
    --------
    >>> corrcoef([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]])[0, 1].item() > 0.999
    True
    """
    x = as_float(as_operand(x))
    if dtype_of(x).kind == "c":
        raise DTypeError("corrcoef: x is complex; it must be real numbers.")
    if len(x.shape) not in (1, 2):
        raise ShapeError(
            f"corrcoef: x is {tuple(x.shape)}; it must have one axis or two."
        )
    single = len(x.shape) == 1
    rows = widened(movement.slice_view(x, index=(None,)) if single else x)
    centered = rows - reduction.reduce_mean(rows, axes=(1,), keepdims=True)
    square = reduction.reduce_sum(
        elementwise.square(centered), axes=(1,), keepdims=True
    )
    length = elementwise.sqrt(square)
    products = contraction.matmul(centered, movement.swap_last(centered))
    found = products / (length * movement.swap_last(length))
    found = cast_to(comparison.clip(found, low=-1.0, high=1.0), dtype_of(x).name)
    return movement.slice_view(found, index=(0, 0)) if single else found


def correlate(x1: Any, x2: Any, mode: str = "valid") -> Any:
    """Return the sums of products of two sequences, one shifted against the other.

    The sum for shift k is that of ``x1[i + k] * conj(x2[i])`` over i.

    Parameters
    ----------
    x1 : array-like, shape (m,)
    x2 : array-like, shape (n,)
    mode : {"valid", "same", "full"}, default "valid"
        Whether to return only shifts at which the longer covers the shorter, as many
        as the longer has elements, or all at which they overlap.

    Returns
    -------
    Tensor, shape (max(m, n) - min(m, n) + 1,), (max(m, n),) or (m + n - 1,)
        Integers are correlated as floats.

    Raises
    ------
    ArgumentError
        If `mode` is unknown.
    ShapeError
        If an array has not exactly one axis, or no element.

    Examples
    --------
    >>> correlate([1.0, 2.0, 3.0], [0.0, 1.0, 0.5], mode="same").tolist()
    [2.0, 3.5, 3.0]
    """
    if mode not in _MARGINS:
        raise ArgumentError(
            f"correlate: mode={mode!r} must be one of {tuple(_MARGINS)}."
        )
    x1, x2 = to_common([as_float(as_operand(v)) for v in (x1, x2)])
    for name, x in (("x1", x1), ("x2", x2)):
        if len(x.shape) != 1 or x.shape[0] == 0:
            raise ShapeError(
                f"correlate: {name} is {tuple(x.shape)}; it must have one axis, and at "
                f"least one element."
            )
    if dtype_of(x1).kind == "c":
        a, b, c, d = real(x1), imag(x1), real(x2), imag(x2)
        return parts.join_parts(
            _correlated(a, c, mode) + _correlated(b, d, mode),
            _correlated(b, c, mode) - _correlated(a, d, mode),
        )
    return _correlated(x1, x2, mode)


def _correlated(x1: Any, x2: Any, mode: str) -> Any:
    n = known_size("correlate", x2, 0)
    if mode != "full" and known_size("correlate", x1, 0) < n:
        # The same sums in the opposite order.
        return movement.flip(_correlated(x2, x1, mode), axes=(0,))
    found = convolution.conv(
        movement.slice_view(x1, index=(None, _WHOLE, None)),
        movement.slice_view(x2, index=(_WHOLE, None, None)),
        strides=(1,),
        padding=(_MARGINS[mode](n),),
        dilation=(1,),
        groups=1,
    )
    return movement.slice_view(found, index=(0, _WHOLE, 0))


_WHOLE = (None, None, None)
_MARGINS = {
    "valid": lambda n: (0, 0),
    "same": lambda n: (n // 2, n - 1 - n // 2),
    "full": lambda n: (n - 1, n - 1),
}


# ---- differences and integrals ----


def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """Return the differences of neighbours along `axis`, taken `n` times.

    Parameters
    ----------
    a : array-like
        Booleans are compared: whether neighbours differ.
    n : int >= 0, default 1
    axis : int, default -1

    Returns
    -------
    Tensor, type of `a`
        Shorter by `n` along `axis`; empty if there are no more than `n` elements.

    Raises
    ------
    ArgumentError
        If `n` is negative.
    ShapeError
        If `axis` is out of range.

    Examples
    --------
    >>> diff([1, 2, 4, 7, 0]).tolist()
    [1, 2, 3, -7]
    """
    a = as_operand(a)
    place = axis_of("diff", len(a.shape), axis)
    if not hasattr(n, "__index__") or n.__index__() < 0:
        raise ArgumentError(f"diff: n={n!r} must be an integer, and not negative.")
    for _ in range(n.__index__()):
        a = _step(a, place)
    return a


def _step(x: Any, axis: int) -> Any:
    ahead = movement.slice_axis(x, axis, 1, None)
    behind = movement.slice_axis(x, axis, None, -1)
    if dtype_of(x).kind == "b":
        return comparison.not_equal(ahead, behind)
    return ahead - behind


def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    """Return the integral along `axis` of straight lines between sampled values.

    Parameters
    ----------
    y : array-like
        Values.
    x : array-like, optional
        Where they were sampled: one axis, as long as that of `y`, or of the shape of
        `y`.
    dx : number or array-like, default 1.0
        Distance of the samples, if `x` is not given.
    axis : int, default -1

    Returns
    -------
    Tensor, float, without `axis`
        0 with fewer than two samples.

    Raises
    ------
    ShapeError
        If `axis` is out of range or `x` does not fit `y`.

    Examples
    --------
    >>> trapezoid([[1, 2, 3], [4, 5, 6]], axis=1).tolist()
    [4.0, 10.0]
    """
    y = as_float(as_operand(y))
    place = axis_of("trapezoid", len(y.shape), axis)
    if x is not None:
        y, x = to_common([y, as_operand(x)])
        width = _step(_fitting(x, y, axis), -1 % len(x.shape))
    elif isinstance(dx, (int, float)):
        width = dx
    else:
        y, width = to_common([y, as_operand(dx)])
    name = dtype_of(y).name
    y = _axis_last(widened(y), place)
    last = len(y.shape) - 1
    ahead = movement.slice_axis(y, last, 1, None)
    behind = movement.slice_axis(y, last, None, -1)
    total = reduction.reduce_sum((ahead + behind) * width * 0.5, axes=(last,))
    return cast_to(total, name)


def _fitting(x: Any, y: Any, axis: int) -> Any:
    """Return the samples' places with the axis last, if there is one for each value."""
    if not x.shape:
        raise ShapeError("trapezoid: x is one number; it must be one for each sample.")
    place = axis_of("trapezoid", len(x.shape), axis if len(x.shape) > 1 else 0)
    sizes = x.shape[place], y.shape[axis]
    if None not in sizes and sizes[0] != sizes[1]:
        raise ShapeError(
            f"trapezoid: x is {tuple(x.shape)} and y is {tuple(y.shape)}; along axis "
            f"{axis} they must be of one size."
        )
    return _axis_last(widened(x), place)


def _axis_last(x: Any, axis: int) -> Any:
    others = [i for i in range(len(x.shape)) if i != axis]
    return movement.transpose(x, axes=(*others, axis))
