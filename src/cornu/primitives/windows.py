"""Arithmetic of sliding windows: what convolutions and poolings share."""

import itertools
from collections.abc import Iterator
from typing import Any

from cornu.errors import ShapeError
from cornu.typing import Array, Shape
from cornu.utils.naming import suggest

Pads = tuple[tuple[int, int], ...]
Padding = str | Pads
KINDS = ("valid", "same", "causal")


def resolve_padding(
    kind: Padding,
    sizes: Shape,
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...] | None = None,
) -> Padding:
    """Return the (before, after) padding of each axis; `kind` if sizes must be known.

    Parameters
    ----------
    kind : {"valid", "same", "causal"} or tuple of pairs
        "same" gives ``ceil(size / stride)`` windows an axis and puts the odd element
        at the end; "causal" pads one axis in front.
    sizes : tuple of int or None
        Spatial sizes of the input.
    kernel, strides, dilation : tuple of int
        One number a spatial axis; `dilation` defaults to ones.

    Raises
    ------
    ValueError
        If `kind` is no such word, or is "causal" with several axes.

    Examples
    --------
    >>> resolve_padding("same", (5, 6), (3, 3), (1, 2))
    ((1, 1), (0, 1))
    >>> resolve_padding("same", (None,), (3,), (2,))
    'same'
    """
    if not isinstance(kind, str):
        return kind
    extents = _extents(kernel, dilation or (1,) * len(kernel))
    if kind == "valid":
        return ((0, 0),) * len(kernel)
    if kind == "causal":
        if len(kernel) != 1:
            raise ValueError(
                f"padding='causal' is for one spatial axis, got {len(kernel)}; use "
                f"'valid' or 'same'."
            )
        return ((extents[0] - 1, 0),)
    if kind != "same":
        raise ValueError(
            f"Unknown padding {kind!r}; use one of {KINDS} or a (before, after) pair "
            f"for each axis.{suggest(kind, KINDS)}"
        )
    pads = []
    for n, extent, stride in zip(sizes, extents, strides):
        if n is None and stride > 1:
            return kind
        last = (-(-(n or 0) // stride) - 1) * stride if stride > 1 else (n or 0) - 1
        total = max(last + extent - (n or 0), 0)
        pads.append((total // 2, total - total // 2))
    return tuple(pads)


def output_sizes(
    name: str,
    sizes: Shape,
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
) -> Shape:
    """Return how many windows fit along each axis, None where that is not known.

    Raises
    ------
    ShapeError
        If a window is larger than its padded axis.
    """
    pads = resolve_padding(padding, sizes, kernel, strides, dilation)
    if isinstance(pads, str):  # "same", with an unknown size under a stride
        return tuple(None if n is None else -(-n // s) for n, s in zip(sizes, strides))
    found: list[int | None] = []
    for axis, extent in enumerate(_extents(kernel, dilation)):
        n = sizes[axis]
        if n is None:
            found.append(None)
            continue
        padded = n + sum(pads[axis])
        if padded < extent:
            raise ShapeError(
                f"{name}: the window covers {extent} elements of spatial axis {axis} "
                f"(size {kernel[axis]}, dilation {dilation[axis]}), but that axis has "
                f"only {padded} (size {n}, padding {pads[axis]}). Use a smaller "
                f"window, a larger input or padding='same'."
            )
        found.append((padded - extent) // strides[axis] + 1)
    return tuple(found)


def check_rank(name: str, ndim: int, **per_axis: tuple[Any, ...] | str) -> None:
    """Refuse parameters that do not have one entry a spatial axis.

    Raises
    ------
    ShapeError
        If the input has no spatial axis, or a parameter another count of entries.
    """
    if ndim < 3:
        raise ShapeError(
            f"{name}: the input has {ndim} axes; it needs a batch axis, one or more "
            f"spatial axes and a channel axis."
        )
    for word, value in per_axis.items():
        if isinstance(value, str):
            continue
        if len(value) != ndim - 2:
            raise ShapeError(
                f"{name}: {word}={value} has {len(value)} entries, but the input has "
                f"{ndim - 2} spatial axes; give one entry each."
            )
        if word != "padding" and min(value) < 1:
            raise ShapeError(f"{name}: {word}={value} must be positive.")


def taps(
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    counts: tuple[int, ...],
) -> Iterator[tuple[tuple[int, ...], tuple[slice, ...]]]:
    """Yield each element of the window with the slices of the input it meets.

    The slices index a padded channels-last array: batch, spatial axes, channels.
    """
    for tap in itertools.product(*(range(k) for k in kernel)):
        spatial = tuple(
            slice(t * d, t * d + (n - 1) * s + 1, s)
            for t, d, s, n in zip(tap, dilation, strides, counts)
        )
        yield tap, (slice(None), *spatial)


def pad(xp: Any, x: Array, pads: Pads, value: Any = 0) -> Array:
    """Return `x` with its spatial axes padded; `x` itself if there is nothing to do."""
    if not any(lo or hi for lo, hi in pads):
        return x
    spatial = tuple(n + lo + hi for n, (lo, hi) in zip(x.shape[1:-1], pads))
    padded = xp.full((x.shape[0], *spatial, x.shape[-1]), value, dtype=x.dtype)
    padded[interior(pads, x.shape[1:-1])] = x
    return padded


def interior(pads: Pads, sizes: tuple[int, ...]) -> tuple[slice, ...]:
    """Return the slices of a padded array that hold the unpadded one."""
    spatial = (slice(lo, lo + n) for (lo, _), n in zip(pads, sizes))
    return (slice(None), *spatial)


def _extents(kernel: tuple[int, ...], dilation: tuple[int, ...]) -> tuple[int, ...]:
    return tuple((k - 1) * d + 1 for k, d in zip(kernel, dilation))
