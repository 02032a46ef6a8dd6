"""Largest value and mean over sliding windows, and their gradients.

Data is channels-last, ``(batch, *spatial, channels)``. A window is a box, so all of
this is done one spatial axis at a time: k + k steps instead of k * k.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from cornu.core import WINDOW, Spec, primitive, promotion, same_shape
from cornu.errors import ShapeError
from cornu.primitives import windows
from cornu.primitives.convolution import compute_dtype, finish
from cornu.primitives.windows import Padding, Pads
from cornu.typing import Array, Shape


class Geometry(NamedTuple):
    """Hold what a pooling's body needs to know, resolved and checked."""

    sizes: tuple[int, ...]
    counts: tuple[int, ...]
    window: tuple[int, ...]
    strides: tuple[int, ...]
    pads: Pads

    @property
    def padded(self) -> tuple[int, ...]:
        """Return the spatial sizes with padding."""
        return tuple(n + lo + hi for n, (lo, hi) in zip(self.sizes, self.pads))


def geometry(
    name: str,
    shape: tuple[int, ...],
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Geometry:
    """Return the checked geometry of a pooling of known sizes.

    Raises
    ------
    ShapeError
        If ranks or window sizes do not fit.
    """
    counts: Any = _counts(name, shape, window, strides, padding)
    pads: Any = windows.resolve_padding(padding, shape[1:-1], window, strides)
    return Geometry(shape[1:-1], counts, window, strides, pads)


def _counts(
    name: str,
    shape: Shape,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Shape:
    windows.check_rank(
        name, len(shape), window=window, strides=strides, padding=padding
    )
    ones = (1,) * len(window)
    return windows.output_sizes(name, shape[1:-1], window, strides, ones, padding)


def _check_answer(name: str, found: Shape, x: Shape, counts: Shape) -> None:
    wanted = (x[0], *counts, x[-1])
    fits = len(found) == len(wanted) and all(
        a is None or b is None or a == b for a, b in zip(found, wanted)
    )
    if not fits:
        raise ShapeError(
            f"{name}: the gradient of the output has shape {found}; it must be "
            f"{wanted}, for an input of shape {x}."
        )


def _pieces(x: Array, axis: int, geo: Geometry) -> list[Array]:
    """Return, for each tap of the window along one spatial axis, what it meets."""
    stride, count = geo.strides[axis], geo.counts[axis]
    before = (slice(None),) * (axis + 1)
    return [
        x[(*before, slice(t, t + (count - 1) * stride + 1, stride))]
        for t in range(geo.window[axis])
    ]


def _lowest(dtype: Any) -> Any:
    if dtype.kind in "iu":
        return np.iinfo(dtype).min
    return False if dtype.kind == "b" else -np.inf


# ---- the largest value ----


def _max_infer(
    x: Spec, *, window: tuple[int, ...], strides: tuple[int, ...], padding: Padding
) -> Spec:
    counts = _counts("max_pool", x.shape, window, strides, padding)
    return Spec((x.shape[0], *counts, x.shape[-1]), x.dtype)


@primitive(infer=_max_infer, kind=WINDOW)
def max_pool(
    xp: Any,
    x: Array,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Largest value in each window; padding never wins."""
    geo = geometry("max_pool", x.shape, window, strides, padding)
    x = windows.pad(xp, x, geo.pads, _lowest(x.dtype))
    # The first axis first: its runs are long, and it leaves less for the others.
    for axis in range(len(window)):
        x = _largest(xp, x, axis, geo, out if axis == len(window) - 1 else None)
    return x


def _largest(
    xp: Any, x: Array, axis: int, geo: Geometry, out: Array | None = None
) -> Array:
    pieces = _pieces(x, axis, geo)
    if len(pieces) == 1:
        return finish(xp, pieces[0].copy(), x.dtype, out)
    out = xp.maximum(pieces[0], pieces[1], out=out)
    for piece in pieces[2:]:
        xp.maximum(out, piece, out=out)
    return out


@max_pool.vjp("x")
def _max_x(
    g: Any,
    x: Any,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Any:
    return max_pool_grad(g, x, window=window, strides=strides, padding=padding)


def _max_grad_infer(
    dy: Spec,
    x: Spec,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Spec:
    name = "max_pool_grad"
    counts = _counts(name, x.shape, window, strides, padding)
    _check_answer(name, dy.shape, x.shape, counts)
    return Spec(x.shape, dy.dtype)


@primitive(infer=_max_grad_infer, kind=WINDOW)
def max_pool_grad(
    xp: Any,
    dy: Array,
    x: Array,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Give `dy` back to the first largest value of each window of `x`."""
    geo = geometry("max_pool_grad", x.shape, window, strides, padding)
    _check_answer("max_pool_grad", dy.shape, x.shape, geo.counts)
    stages = _stages(xp, x, geo)
    for axis in range(len(window)):
        largest = stages.pop()
        is_last = axis == len(window) - 1 and geo.padded == geo.sizes
        into = out if is_last else None
        dy = _return_to_first(xp, dy, stages[-1], largest, axis, geo, into)
        if dy is out:
            return dy
    return finish(xp, dy[windows.interior(geo.pads, geo.sizes)], dy.dtype, out)


def _stages(xp: Any, x: Array, geo: Geometry) -> list[Array]:
    """Return padded `x` and the largest values after each axis, the last one first.

    Only in this order is the first of equals, found one axis at a time (backwards),
    also the first of its window.
    """
    stages = [windows.pad(xp, x, geo.pads, _lowest(x.dtype))]
    for axis in reversed(range(len(geo.window))):
        stages.append(_largest(xp, stages[-1], axis, geo))
    return stages


def _return_to_first(
    xp: Any,
    dy: Array,
    x: Array,
    largest: Array,
    axis: int,
    geo: Geometry,
    out: Array | None = None,
) -> Array:
    window, stride = geo.window[axis], geo.strides[axis]
    is_tiling = stride == window and geo.counts[axis] * stride == x.shape[axis + 1]
    dx = xp.empty(x.shape, dy.dtype) if out is None else out
    if not is_tiling:
        dx.fill(0)
    overlap = stride < window
    rest = dy  # what no earlier tap has taken
    targets = _pieces(dx, axis, geo)
    for piece, target in zip(_pieces(x, axis, geo)[:-1], targets[:-1]):
        hit = piece == largest
        if overlap:
            share = rest * hit
            target += share
            rest = rest - share
        else:
            xp.multiply(rest, hit, out=target)
            # The last difference goes where it is wanted, without a copy.
            final = target is targets[-2]
            rest = xp.subtract(rest, target, out=targets[-1] if final else None)
    if overlap:
        targets[-1][...] += rest
    elif window == 1:
        targets[-1][...] = rest
    return dx


@max_pool_grad.vjp("dy")
def _max_grad_dy(
    g: Any,
    x: Any,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Any:
    return max_pool_take(g, x, window=window, strides=strides, padding=padding)


def _take_infer(
    values: Spec,
    x: Spec,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Spec:
    counts = _counts("max_pool_take", x.shape, window, strides, padding)
    if not same_shape(values.shape, x.shape):
        raise ShapeError(
            f"max_pool_take: values has shape {values.shape}; it must be that of x, "
            f"{x.shape}."
        )
    return Spec((x.shape[0], *counts, x.shape[-1]), values.dtype)


@primitive(infer=_take_infer, kind=WINDOW)
def max_pool_take(
    xp: Any,
    values: Array,
    x: Array,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Element of `values` where `x` has its first largest one, for each window."""
    geo = geometry("max_pool_take", x.shape, window, strides, padding)
    stages = _stages(xp, x, geo)
    values = windows.pad(xp, values, geo.pads)
    for axis, given, largest in zip(
        reversed(range(len(window))), stages[:-1], stages[1:]
    ):
        options = _pieces(values, axis, geo)
        chosen = options[-1].copy()
        pieces = _pieces(given, axis, geo)
        for piece, option in zip(pieces[-2::-1], options[-2::-1]):
            chosen = xp.where(piece == largest, option, chosen)
        values = chosen
    return finish(xp, values, values.dtype, out)


@max_pool_take.vjp("values")
def _take_values(
    g: Any,
    x: Any,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Any:
    return max_pool_grad(g, x, window=window, strides=strides, padding=padding)


# ---- the mean ----


def _average_infer(
    x: Spec, *, window: tuple[int, ...], strides: tuple[int, ...], padding: Padding
) -> Spec:
    counts = _counts("average_pool", x.shape, window, strides, padding)
    dtype = promotion.result_dtype((x,), to_float=True) or x.dtype
    return Spec((x.shape[0], *counts, x.shape[-1]), dtype)


@primitive(infer=_average_infer, kind=WINDOW, promote="float")
def average_pool(
    xp: Any,
    x: Array,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Mean of each window; padding does not count."""
    geo = geometry("average_pool", x.shape, window, strides, padding)
    dtype = x.dtype
    total = windows.pad(xp, x.astype(compute_dtype(dtype), copy=False), geo.pads)
    for axis in range(len(window)):
        pieces = _pieces(total, axis, geo)
        total = pieces[0] + pieces[1] if len(pieces) > 1 else pieces[0].copy()
        for piece in pieces[2:]:
            total += piece
    total *= _shares(xp, geo, total.dtype)
    return (
        total if out is None and dtype == total.dtype else finish(xp, total, dtype, out)
    )


def _shares(xp: Any, geo: Geometry, dtype: Any) -> Any:
    """Return one over the number of elements each window holds, padding apart."""
    if not any(lo or hi for lo, hi in geo.pads):
        return dtype.type(1 / math.prod(geo.window))
    sizes = np.ones((1,) * (len(geo.window) + 2))
    for axis, ((lo, _), n) in enumerate(zip(geo.pads, geo.sizes)):
        starts = np.arange(geo.counts[axis]) * geo.strides[axis] - lo
        held = np.minimum(starts + geo.window[axis], n) - np.maximum(starts, 0)
        shape = [1] * sizes.ndim
        shape[axis + 1] = -1
        sizes = sizes * np.maximum(held, 0).reshape(shape)
    return xp.asarray(1 / np.maximum(sizes, 1), dtype=dtype)


@average_pool.vjp("x")
def _average_x(
    g: Any,
    x_spec: Spec,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Any:
    return average_pool_grad(
        g, input_shape=x_spec.shape, window=window, strides=strides, padding=padding
    )


def _average_grad_infer(
    dy: Spec,
    *,
    input_shape: Shape,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
) -> Spec:
    name = "average_pool_grad"
    counts = _counts(name, input_shape, window, strides, padding)
    _check_answer(name, dy.shape, input_shape, counts)
    return Spec((dy.shape[0], *input_shape[1:]), dy.dtype)


@primitive(infer=_average_grad_infer, kind=WINDOW)
def average_pool_grad(
    xp: Any,
    dy: Array,
    *,
    input_shape: Shape,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Share `dy` out evenly among the elements of each window.

    The batch size is that of `dy`; the first entry of `input_shape` is not read.
    """
    if None in input_shape[1:]:
        raise ShapeError(
            f"average_pool_grad: input_shape={input_shape} must name every size but "
            f"the batch's."
        )
    shape: Any = (dy.shape[0], *input_shape[1:])
    geo = geometry("average_pool_grad", shape, window, strides, padding)
    _check_answer("average_pool_grad", dy.shape, shape, geo.counts)
    dtype = dy.dtype
    dy = dy.astype(compute_dtype(dtype), copy=False)
    dx = dy * _shares(xp, geo, dy.dtype)
    # The last axis first: the first one's long runs come when there is most to do.
    for axis in reversed(range(len(window))):
        dx = _spread_evenly(xp, dx, axis, geo)
    return finish(xp, dx[windows.interior(geo.pads, geo.sizes)], dtype, out)


def _spread_evenly(xp: Any, dy: Array, axis: int, geo: Geometry) -> Array:
    shape = list(dy.shape)
    shape[axis + 1] = geo.padded[axis]
    spread = xp.zeros(shape, dy.dtype)
    for target in _pieces(spread, axis, geo):
        target += dy
    return spread


@average_pool_grad.vjp("dy")
def _average_grad_dy(
    g: Any, window: tuple[int, ...], strides: tuple[int, ...], padding: Padding
) -> Any:
    return average_pool(g, window=window, strides=strides, padding=padding)
