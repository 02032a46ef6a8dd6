"""Sliding windows written out side by side, and their sum back in place.

Data is channels-first, ``(batch, channels, *spatial)``; patches are
``(batch, channels * window, places)``.
"""

import math
from typing import Any

from cornu.core import WINDOW, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives import windows
from cornu.primitives.convolution import compute_dtype
from cornu.primitives.outputs import settle
from cornu.primitives.windows import Pads
from cornu.typing import Array, Shape

Ints = tuple[int, ...]


def _counts(
    name: str, sizes: Shape, window: Ints, strides: Ints, padding: Pads, dilation: Ints
) -> Shape:
    return windows.output_sizes(name, sizes, window, strides, dilation, padding)


def _product(sizes: Shape) -> int | None:
    return None if None in sizes else math.prod(sizes)  # type: ignore[arg-type]


def _unfold_infer(
    x: Spec, *, window: Ints, strides: Ints, padding: Pads, dilation: Ints
) -> Spec:
    windows.check_rank(
        "unfold",
        len(x.shape),
        window=window,
        strides=strides,
        padding=padding,
        dilation=dilation,
    )
    counts = _counts("unfold", x.shape[2:], window, strides, padding, dilation)
    channels = x.shape[1]
    depth = None if channels is None else channels * math.prod(window)
    return Spec((x.shape[0], depth, _product(counts)), x.dtype)


@primitive(infer=_unfold_infer, kind=WINDOW)
def unfold(
    xp: Any,
    x: Array,
    *,
    window: Ints,
    strides: Ints,
    padding: Pads,
    dilation: Ints,
    out: Array | None = None,
) -> Array:
    """Write what each place of a window covers into a column of its own."""
    params = (window, strides, padding, dilation)
    spec = _unfold_infer(
        Spec(x.shape, x.dtype),
        window=window,
        strides=strides,
        padding=padding,
        dilation=dilation,
    )
    counts: Any = _counts("unfold", x.shape[2:], *params)
    if any(lo or hi for lo, hi in padding):
        x = xp.pad(x, ((0, 0), (0, 0), *padding))
    found = xp.empty((*x.shape[:2], *window, *counts), x.dtype)
    for tap, where in windows.taps(window, strides, dilation, counts):
        found[(slice(None), slice(None), *tap)] = x[(slice(None), *where)]
    return settle(found.reshape(spec.shape), out)


def _fold_infer(
    x: Spec,
    *,
    sizes: Ints,
    window: Ints,
    strides: Ints,
    padding: Pads,
    dilation: Ints,
) -> Spec:
    if len(x.shape) != 3:
        raise ShapeError(
            f"fold: x has shape {x.shape}; it must be (batch, channels * window, "
            f"places)."
        )
    if None in sizes:
        raise ShapeError(f"fold: the sizes of the result, {sizes}, must be known.")
    windows.check_rank(
        "fold",
        len(sizes) + 2,
        window=window,
        strides=strides,
        padding=padding,
        dilation=dilation,
    )
    taps = math.prod(window)
    places = _product(_counts("fold", sizes, window, strides, padding, dilation))
    if x.shape[2] not in (None, places):
        raise ShapeError(
            f"fold: x has shape {x.shape}; its last size must be {places}, the places "
            f"of a window of {window} in {sizes} (stride {strides}, padding {padding}, "
            f"dilation {dilation})."
        )
    depth = x.shape[1]
    if depth is not None and depth % taps:
        raise ShapeError(
            f"fold: x has shape {x.shape}; its second size must be a multiple of "
            f"{taps}, the elements of a window of {window}."
        )
    return Spec((x.shape[0], None if depth is None else depth // taps, *sizes), x.dtype)


@primitive(infer=_fold_infer, kind=WINDOW)
def fold(
    xp: Any,
    x: Array,
    *,
    sizes: Ints,
    window: Ints,
    strides: Ints,
    padding: Pads,
    dilation: Ints,
    out: Array | None = None,
) -> Array:
    """Add the columns of `unfold` up where they came from: its transpose."""
    spec = _fold_infer(
        Spec(x.shape, x.dtype),
        sizes=sizes,
        window=window,
        strides=strides,
        padding=padding,
        dilation=dilation,
    )
    counts: Any = _counts("fold", sizes, window, strides, padding, dilation)
    channels: Any = spec.shape[1]
    parts = x.reshape(x.shape[0], channels, *window, *counts)
    padded = tuple(n + lo + hi for n, (lo, hi) in zip(sizes, padding))
    wide = compute_dtype(x.dtype)
    total = xp.zeros((x.shape[0], channels, *padded), wide)
    for tap, where in windows.taps(window, strides, dilation, counts):
        total[(slice(None), *where)] += parts[(slice(None), slice(None), *tap)]
    inside = tuple(slice(lo, lo + n) for n, (lo, _) in zip(sizes, padding))
    found = total[(slice(None), slice(None), *inside)]
    return settle(found.astype(x.dtype, copy=False), out)


fold.defvjp(
    x=lambda g, window, strides, padding, dilation: unfold(
        g, window=window, strides=strides, padding=padding, dilation=dilation
    )
)

unfold.defvjp(
    x=lambda g, x_spec, window, strides, padding, dilation: fold(
        g,
        sizes=x_spec.shape[2:],
        window=window,
        strides=strides,
        padding=padding,
        dilation=dilation,
    )
)
