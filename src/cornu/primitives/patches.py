"""Windows of images laid out as vectors, and the way back for gradients."""

import math
from typing import Any

from cornu.core import WINDOW, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives import windows
from cornu.primitives.outputs import settle
from cornu.primitives.separable import working_dtype
from cornu.primitives.windows import Padding, Pads
from cornu.typing import Array, Shape


def _counts(
    name: str,
    shape: Shape,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Shape:
    windows.check_rank(
        name, len(shape), window=window, strides=strides, dilation=dilation
    )
    return windows.output_sizes(name, shape[1:-1], window, strides, dilation, padding)


def _patches_infer(
    x: Spec,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Spec:
    counts = _counts("patches", x.shape, window, strides, dilation, padding)
    channels = x.shape[-1]
    size = None if channels is None else math.prod(window) * channels
    return Spec((x.shape[0], *counts, size), x.dtype)


@primitive(infer=_patches_infer, kind=WINDOW)
def patches(
    xp: Any,
    x: Array,
    *,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Lay out the elements of each window side by side, channels innermost."""
    counts: Any = _counts("patches", x.shape, window, strides, dilation, padding)
    pads: Any = windows.resolve_padding(
        padding, x.shape[1:-1], window, strides, dilation
    )
    shape = (x.shape[0], *counts, math.prod(window) * x.shape[-1])
    if out is None or not out.flags.c_contiguous:
        found = xp.empty(shape, x.dtype)
    else:
        found = out
    if found.size:
        view = _view(xp, windows.pad(xp, x, pads), counts, window, strides, dilation)
        found.reshape(view.shape)[...] = view
    return found if out is None else (out if found is out else settle(found, out))


def _view(
    xp: Any,
    padded: Array,
    counts: tuple[int, ...],
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
) -> Array:
    """Return all windows as a view, shape (batch, *counts, *window, channels)."""
    first, *steps, last = padded.strides
    over = (s * n for s, n in zip(steps, strides))
    within = (s * n for s, n in zip(steps, dilation))
    return xp.lib.stride_tricks.as_strided(
        padded,
        (padded.shape[0], *counts, *window, padded.shape[-1]),
        (first, *over, *within, last),
    )


@patches.vjp("x")
def _patches_vjp(
    g: Any,
    x_spec: Spec,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Any:
    return patches_transpose(
        g,
        sizes=x_spec.shape[1:-1],
        window=window,
        strides=strides,
        dilation=dilation,
        padding=padding,
    )


def _transpose_infer(
    dy: Spec,
    *,
    sizes: tuple[int, ...],
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Spec:
    size = dy.shape[-1]
    channels = None if size is None else size // math.prod(window)
    shape = (dy.shape[0], *sizes, channels)
    counts = _counts("patches_transpose", shape, window, strides, dilation, padding)
    for found, wanted in zip(dy.shape[1:-1], counts):
        if found is not None and found != wanted:
            raise ShapeError(
                f"patches_transpose: {dy.shape} windows for images of sizes {sizes}; "
                f"there must be {counts}."
            )
    return Spec(shape, dy.dtype)


@primitive(infer=_transpose_infer, kind=WINDOW)
def patches_transpose(
    xp: Any,
    dy: Array,
    *,
    sizes: tuple[int, ...],
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
    out: Array | None = None,
) -> Array:
    """Add each window's elements to where they came from: the transpose of patches."""
    channels = dy.shape[-1] // math.prod(window)
    batch = dy.shape[0]
    counts: Any = dy.shape[1:-1]
    pads: Pads = windows.resolve_padding(  # type: ignore[assignment]
        padding, sizes, window, strides, dilation
    )
    padded = tuple(n + lo + hi for n, (lo, hi) in zip(sizes, pads))
    total = xp.zeros((batch, *padded, channels), working_dtype(dy.dtype))
    split = dy.reshape(batch, *counts, *window, channels)
    if all(s >= d * (k - 1) + 1 for s, d, k in zip(strides, dilation, window)):
        if dy.size:
            _view(xp, total, counts, window, strides, dilation)[...] = split
    else:
        before = (slice(None),) * (len(counts) + 1)
        for tap, where in windows.taps(window, strides, dilation, counts):
            total[where] += split[(*before, *tap)]
    found = total[windows.interior(pads, sizes)]
    return settle(found.astype(dy.dtype, copy=False), out)


@patches_transpose.vjp("dy")
def _patches_transpose_vjp(
    g: Any,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Any:
    return patches(
        g, window=window, strides=strides, dilation=dilation, padding=padding
    )
