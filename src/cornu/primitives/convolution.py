"""Convolution over any number of spatial axes, and its two gradients.

Data is channels-last, ``(batch, *spatial, channels)``; a kernel is
``(*window, channels // groups, filters)``. The three primitives are one trilinear form
read in three directions, so the gradient rules of each are the other two.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from cornu.core import WINDOW, Spec, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives import windows
from cornu.primitives.windows import Padding, Pads
from cornu.primitives.windows import resolve_padding as resolve_padding
from cornu.typing import Array, Shape


class Geometry(NamedTuple):
    """Hold what a convolution's body needs to know, resolved and checked.

    Attributes
    ----------
    sizes, counts : tuple of int
        Spatial sizes of the input and of the output.
    kernel, strides, dilation : tuple of int
    pads : tuple of pairs
        (before, after) each spatial axis.
    groups, channels, filters : int
        `channels` and `filters` are those of one group.
    """

    sizes: tuple[int, ...]
    counts: tuple[int, ...]
    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]
    pads: Pads
    groups: int
    channels: int
    filters: int

    @property
    def is_pointwise(self) -> bool:
        """Tell whether this is one matrix product over the channels."""
        return (
            self.groups == 1
            and all(k == 1 for k in (*self.kernel, *self.strides))
            and not any(lo or hi for lo, hi in self.pads)
        )

    @property
    def is_depthwise(self) -> bool:
        """Tell whether every channel is convolved by itself."""
        return self.channels == 1 and self.groups > 1


@lru_cache(maxsize=1024)
def geometry(
    name: str,
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Geometry:
    """Return the checked geometry of a convolution of known sizes.

    Raises
    ------
    ShapeError
        If ranks, channels, groups or window sizes do not fit.
    """
    counts = _output_shape(name, x_shape, w_shape, strides, padding, dilation, groups)
    sizes, kernel = x_shape[1:-1], w_shape[:-2]
    pads = resolve_padding(padding, sizes, kernel, strides, dilation)
    return Geometry(
        sizes,
        counts[1:-1],  # type: ignore[arg-type]
        kernel,
        strides,
        dilation,
        pads,  # type: ignore[arg-type]
        groups,
        w_shape[-2],
        w_shape[-1] // groups,
    )


def _output_shape(
    name: str,
    x: Shape,
    w: Shape,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Shape:
    windows.check_rank(
        name, len(x), strides=strides, dilation=dilation, padding=padding
    )
    if len(w) != len(x):
        raise ShapeError(
            f"{name}: the input is {x} and the kernel {w}; for {len(x) - 2} spatial "
            f"axes the kernel needs shape (*window, channels // groups, filters)."
        )
    if groups < 1 or (w[-1] is not None and w[-1] % groups):
        raise ShapeError(
            f"{name}: {w[-1]} filters cannot be shared among groups={groups}; the "
            f"number of filters must be a multiple of it."
        )
    if x[-1] is not None and w[-2] is not None and x[-1] != w[-2] * groups:
        raise ShapeError(
            f"{name}: the input {x} has {x[-1]} channels, but a kernel {w} with "
            f"groups={groups} works on {w[-2] * groups}."
        )
    kernel = tuple(1 if k is None else k for k in w[:-2])
    counts = windows.output_sizes(name, x[1:-1], kernel, strides, dilation, padding)
    if padding != "same":  # only then is the count the same for every kernel
        counts = tuple(None if k is None else n for n, k in zip(counts, w[:-2]))
    return (x[0], *counts, w[-1])


def _dtype(a: Spec, b: Spec) -> np.dtype:
    return promotion.result_dtype((a, b)) or a.dtype


def _check_like(name: str, what: str, found: Shape, wanted: Shape) -> None:
    fits = len(found) == len(wanted) and all(
        a is None or b is None or a == b for a, b in zip(found, wanted)
    )
    if not fits:
        raise ShapeError(f"{name}: {what} has shape {found}; it must be {wanted}.")


def compute_dtype(dtype: Any) -> Any:
    """Return the type to accumulate in: float32 for half precision, else `dtype`."""
    is_narrow = dtype.kind in "fV" and dtype.itemsize < 4
    return np.dtype(np.float32) if is_narrow else dtype


def finish(xp: Any, result: Array, dtype: Any, out: Array | None) -> Array:
    """Return `result` as `dtype`, written into `out` if there is one."""
    if out is None:
        return result.astype(dtype, copy=False)
    out[...] = result
    return out


def patches(xp: Any, x: Array, geo: Geometry) -> Array:
    """Return every window of `x` side by side: (batch, *counts, taps, channels)."""
    padded = windows.pad(xp, x, geo.pads)
    count = int(np.prod(geo.kernel))
    found = xp.empty((x.shape[0], *geo.counts, count, x.shape[-1]), x.dtype)
    tapped = windows.taps(geo.kernel, geo.strides, geo.dilation, geo.counts)
    for i, (_, where) in enumerate(tapped):
        found[..., i, :] = padded[where]
    return found


def _by_group(xp: Any, cols: Array, geo: Geometry) -> Array:
    # (batch, *counts, taps, groups * channels) -> (groups, rows, taps * channels)
    count = cols.shape[-2]
    rows = cols.size // max(cols.shape[-2] * cols.shape[-1], 1)
    split = cols.reshape(rows, count, geo.groups, geo.channels)
    return split.transpose(2, 0, 1, 3).reshape(geo.groups, rows, count * geo.channels)


def _kernel_by_group(w: Array, geo: Geometry) -> Array:
    # (*window, channels, groups * filters) -> (groups, taps * channels, filters)
    split = w.reshape(-1, geo.groups, geo.filters)
    return split.transpose(1, 0, 2)


def _answer_by_group(y: Array, geo: Geometry) -> Array:
    # (batch, *counts, groups * filters) -> (groups, rows, filters)
    return y.reshape(-1, geo.groups, geo.filters).transpose(1, 0, 2)


# ---- the convolution ----


def _conv_infer(
    x: Spec,
    w: Spec,
    *,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Spec:
    shape = _output_shape("conv", x.shape, w.shape, strides, padding, dilation, groups)
    return Spec(shape, _dtype(x, w))


@primitive(infer=_conv_infer, kind=WINDOW, promote="common")
def conv(
    xp: Any,
    x: Array,
    w: Array,
    *,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
    out: Array | None = None,
) -> Array:
    """Slide kernel `w` over `x` and sum the products (no flip of the kernel)."""
    geo = geometry("conv", x.shape, w.shape, strides, padding, dilation, groups)
    dtype = x.dtype
    x, w = (a.astype(compute_dtype(dtype), copy=False) for a in (x, w))
    shape = (x.shape[0], *geo.counts, w.shape[-1])
    if geo.is_depthwise:
        result = _depthwise(xp, x, w, geo)
    else:
        cols = _by_group(xp, patches(xp, x, geo), geo)
        result = xp.matmul(cols, _kernel_by_group(w, geo)).transpose(1, 0, 2)
    return finish(xp, result.reshape(shape), dtype, out)


@conv.vjp("x")
def _conv_x(
    g: Any,
    w: Any,
    x_spec: Spec,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv_input_grad(
        g,
        w,
        input_shape=x_spec.shape,
        strides=strides,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


@conv.vjp("w")
def _conv_w(
    g: Any,
    x: Any,
    w_spec: Spec,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv_kernel_grad(
        x,
        g,
        kernel_shape=w_spec.shape,
        strides=strides,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


# ---- its gradient with respect to the input ----


def _input_grad_infer(
    dy: Spec,
    w: Spec,
    *,
    input_shape: Shape,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Spec:
    name = "conv_input_grad"
    wanted = _output_shape(
        name, input_shape, w.shape, strides, padding, dilation, groups
    )
    _check_like(name, "the gradient of the output", dy.shape, wanted)
    return Spec((dy.shape[0], *input_shape[1:]), _dtype(dy, w))


@primitive(infer=_input_grad_infer, kind=WINDOW, promote="common")
def conv_input_grad(
    xp: Any,
    dy: Array,
    w: Array,
    *,
    input_shape: Shape,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
    out: Array | None = None,
) -> Array:
    """Spread `dy` back over an input of shape `input_shape`: the transpose of conv.

    The batch size is that of `dy`; the first entry of `input_shape` is not read.
    """
    geo = input_grad_geometry(
        dy.shape, w.shape, input_shape, strides, padding, dilation, groups
    )
    dtype = dy.dtype
    dy, w = (a.astype(compute_dtype(dtype), copy=False) for a in (dy, w))
    channels = geo.groups * geo.channels
    padded = tuple(n + lo + hi for n, (lo, hi) in zip(geo.sizes, geo.pads))
    dx = xp.zeros((dy.shape[0], *padded, channels), dy.dtype)
    if geo.is_depthwise:
        taken = _depthwise_taps_input_grad(dy, w, geo)
    else:
        taken = _taps_input_grad(xp, dy, w, geo)
    tapped = windows.taps(geo.kernel, geo.strides, geo.dilation, geo.counts)
    for (_, where), piece in zip(tapped, taken):
        dx[where] += piece
    return finish(xp, dx[windows.interior(geo.pads, geo.sizes)], dtype, out)


def input_grad_geometry(
    dy_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    input_shape: Shape,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Geometry:
    """Return the checked geometry of :data:`conv_input_grad`."""
    if None in input_shape[1:]:
        raise ShapeError(
            f"conv_input_grad: input_shape={input_shape} must name every size but the "
            f"batch's."
        )
    x_shape: Any = (dy_shape[0], *input_shape[1:])
    geo = geometry(
        "conv_input_grad", x_shape, w_shape, strides, padding, dilation, groups
    )
    wanted = (dy_shape[0], *geo.counts, w_shape[-1])
    if dy_shape != wanted:
        _check_like("conv_input_grad", "the gradient of the output", dy_shape, wanted)
    return geo


def _taps_input_grad(xp: Any, dy: Array, w: Array, geo: Geometry) -> Any:
    spread = _answer_by_group(dy, geo)  # (groups, rows, filters)
    kernels = w.reshape(-1, geo.channels, geo.groups, geo.filters)
    channels = geo.groups * geo.channels
    for kernel in kernels:
        piece = xp.matmul(spread, kernel.transpose(1, 2, 0)).transpose(1, 0, 2)
        yield piece.reshape(dy.shape[0], *geo.counts, channels)


@conv_input_grad.vjp("dy")
def _input_grad_dy(
    g: Any,
    w: Any,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv(
        g, w, strides=strides, padding=padding, dilation=dilation, groups=groups
    )


@conv_input_grad.vjp("w")
def _input_grad_w(
    g: Any,
    dy: Any,
    w_spec: Spec,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv_kernel_grad(
        g,
        dy,
        kernel_shape=w_spec.shape,
        strides=strides,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


# ---- its gradient with respect to the kernel ----


def _kernel_grad_infer(
    x: Spec,
    dy: Spec,
    *,
    kernel_shape: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Spec:
    name = "conv_kernel_grad"
    wanted = _output_shape(
        name, x.shape, kernel_shape, strides, padding, dilation, groups
    )
    _check_like(name, "the gradient of the output", dy.shape, wanted)
    return Spec(kernel_shape, _dtype(x, dy))


@primitive(infer=_kernel_grad_infer, kind=WINDOW, promote="common")
def conv_kernel_grad(
    xp: Any,
    x: Array,
    dy: Array,
    *,
    kernel_shape: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
    out: Array | None = None,
) -> Array:
    """Correlate `x` with `dy`, for each element of a kernel of shape `kernel_shape`."""
    geo = kernel_grad_geometry(
        x.shape, dy.shape, kernel_shape, strides, padding, dilation, groups
    )
    dtype = x.dtype
    x, dy = (a.astype(compute_dtype(dtype), copy=False) for a in (x, dy))
    if geo.is_depthwise:
        result = _depthwise_kernel_grad(xp, x, dy, geo)
    else:
        cols = _by_group(xp, patches(xp, x, geo), geo)
        result = xp.matmul(cols.transpose(0, 2, 1), _answer_by_group(dy, geo))
        result = result.transpose(1, 0, 2)  # (taps * channels, groups, filters)
    return finish(xp, result.reshape(kernel_shape), dtype, out)


def kernel_grad_geometry(
    x_shape: tuple[int, ...],
    dy_shape: tuple[int, ...],
    kernel_shape: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Geometry:
    """Return the checked geometry of :data:`conv_kernel_grad`."""
    name = "conv_kernel_grad"
    geo = geometry(name, x_shape, kernel_shape, strides, padding, dilation, groups)
    wanted = (x_shape[0], *geo.counts, kernel_shape[-1])
    if dy_shape != wanted:
        _check_like(name, "the gradient of the output", dy_shape, wanted)
    return geo


@conv_kernel_grad.vjp("x")
def _kernel_grad_x(
    g: Any,
    dy: Any,
    x_spec: Spec,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv_input_grad(
        dy,
        g,
        input_shape=x_spec.shape,
        strides=strides,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


@conv_kernel_grad.vjp("dy")
def _kernel_grad_dy(
    g: Any,
    x: Any,
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> Any:
    return conv(
        x, g, strides=strides, padding=padding, dilation=dilation, groups=groups
    )


# ---- one channel a group: products and sums beat many tiny matrix products ----


def _depthwise(xp: Any, x: Array, w: Array, geo: Geometry) -> Array:
    padded = windows.pad(xp, x, geo.pads)
    shape = (x.shape[0], *geo.counts, geo.groups, geo.filters)
    result = xp.zeros(shape, x.dtype)
    kernel = w.reshape(*geo.kernel, geo.groups, geo.filters)
    for tap, where in windows.taps(geo.kernel, geo.strides, geo.dilation, geo.counts):
        result += padded[where][..., None] * kernel[tap]
    return result


def _depthwise_taps_input_grad(dy: Array, w: Array, geo: Geometry) -> Any:
    split = dy.reshape(*dy.shape[:-1], geo.groups, geo.filters)
    for kernel in w.reshape(-1, geo.groups, geo.filters):
        yield (split * kernel).sum(axis=-1)


def _depthwise_kernel_grad(xp: Any, x: Array, dy: Array, geo: Geometry) -> Array:
    padded = windows.pad(xp, x, geo.pads)
    split = dy.reshape(*dy.shape[:-1], geo.groups, geo.filters)
    result = xp.empty((*geo.kernel, geo.groups, geo.filters), x.dtype)
    over = tuple(range(x.ndim - 1))
    for tap, where in windows.taps(geo.kernel, geo.strides, geo.dilation, geo.counts):
        result[tap] = (padded[where][..., None] * split).sum(axis=over)
    return result
