"""Values of images between their pixels, and the way back for gradients.

Images are ``(batch, *sizes, channels)``; coordinates are ``(batch, ndim, *points)``
and count pixels from 0 along each of the `ndim` axes. The two primitives are
transposes of each other, so each is in the other's gradient.
"""

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from cornu.core import GATHER, Spec, dtype_name, primitive, spec_of
from cornu.errors import ShapeError
from cornu.primitives.movement import cast, concatenate, reshape
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import reduce_sum
from cornu.primitives.separable import working_dtype
from cornu.typing import Array, Shape

MODES = ("constant", "nearest", "wrap", "mirror", "reflect")


# ---- neighbours ----


def _rounded(xp: Any, x: Array) -> Array:
    """Round to the nearest integer, halves away from zero."""
    whole = xp.trunc(x)
    return whole + xp.copysign((xp.abs(x - whole) >= 0.5).astype(x.dtype), x)


def _inside(xp: Any, index: Array, size: int, mode: str) -> tuple[Array, Array | None]:
    """Return positions that exist, and which of `index` did (None for all)."""
    if mode == "constant":
        here = (index >= 0) & (index < size)
        return xp.clip(index, 0, size - 1), here
    if mode == "nearest" or size == 1:
        return xp.clip(index, 0, size - 1), None
    period = {"wrap": size, "mirror": 2 * size - 2, "reflect": 2 * size}[mode]
    index = index - index // period * period
    if mode == "mirror":
        index = xp.minimum(index, period - index)
    elif mode == "reflect":
        index = xp.minimum(index, period - 1 - index)
    return index, None


Side = tuple[Array, Any, Array | None]  # positions, weights, which of them exist


def _sides(
    xp: Any, c: Array, size: int, order: int, mode: str, is_slope: bool, dtype: Any
) -> list[Side]:
    """Return the neighbours of coordinates along one axis."""
    if c.dtype.kind not in "f" or c.dtype.itemsize < 4:
        c = c.astype(np.float32)
    with np.errstate(invalid="ignore"):  # NaN has no position; its weight is NaN
        if order == 0:
            index, here = _inside(xp, _rounded(xp, c).astype(np.intp), size, mode)
            return [(index, None, here)]
        low = xp.floor(c)
        index = low.astype(np.intp)
        part = (c - low).astype(dtype, copy=False)
    first, first_here = _inside(xp, index, size, mode)
    second, second_here = _inside(xp, index + 1, size, mode)
    if is_slope:
        return [(first, -1.0, first_here), (second, 1.0, second_here)]
    return [(first, 1 - part, first_here), (second, part, second_here)]


def _corners(
    xp: Any,
    coordinates: Array,
    sizes: tuple[int, ...],
    order: int,
    mode: str,
    along: tuple[int, ...],
    dtype: Any,
) -> Iterator[tuple[Array, Any, Array | None]]:
    """Yield each corner of the cells that points lie in, over the whole batch.

    A corner is a position in the flattened images, a weight (None for 1) and whether
    it exists (None for all).
    """
    batch = coordinates.shape[0]
    stride = math.prod(sizes)
    start = xp.arange(batch, dtype=np.intp) * stride
    start = start.reshape(batch, *(1,) * (coordinates.ndim - 2))
    axes = []
    for k, size in enumerate(sizes):
        stride //= size
        c = coordinates[:, k]
        sides = _sides(xp, c, size, order, mode, k in along, dtype)
        axes.append([(i * stride if stride > 1 else i, w, h) for i, w, h in sides])
    for corner in itertools.product(*axes):
        position, weight, here = start, None, None
        for index, w, h in corner:
            position = position + index
            if w is not None:
                weight = w if weight is None else weight * w
            if h is not None:
                here = h if here is None else here & h
        yield position, weight, here


# ---- reading ----


def _interpolate_infer(
    x: Spec,
    coordinates: Spec,
    *,
    order: int,
    mode: str,
    value: float = 0.0,
    along: tuple[int, ...] = (),
) -> Spec:
    _check("interpolate", x.shape, coordinates.shape)
    batch = coordinates.shape[0] if x.shape[0] is None else x.shape[0]
    return Spec((batch, *coordinates.shape[2:], x.shape[-1]), x.dtype)


def _check(name: str, x: Shape, coordinates: Shape) -> None:
    ndim = len(x) - 2
    if ndim < 1 or len(coordinates) < 2 or coordinates[1] not in (ndim, None):
        raise ShapeError(
            f"{name}: images of shape {x} need coordinates of shape (batch, {ndim}, "
            f"...), got {coordinates}."
        )
    if None not in (x[0], coordinates[0]) and x[0] != coordinates[0]:
        raise ShapeError(
            f"{name}: {x[0]} images and coordinates for {coordinates[0]}; they must be "
            f"as many."
        )
    if 0 in x[1:-1]:
        raise ShapeError(
            f"{name}: an image of sizes {x[1:-1]} has nothing to read; each size must "
            f"be at least 1."
        )


@primitive(infer=_interpolate_infer, kind=GATHER)
def interpolate(
    xp: Any,
    x: Array,
    coordinates: Array,
    *,
    order: int,
    mode: str,
    value: float = 0.0,
    along: tuple[int, ...] = (),
    out: Array | None = None,
) -> Array:
    """Read images at coordinates: the nearest pixel, or a mean weighted linearly.

    Outside, images go on as `mode` says, with `value` if it is "constant". Along the
    axes in `along` the slope is returned in place of the value.
    """
    _check("interpolate", x.shape, coordinates.shape)
    sizes, channels = x.shape[1:-1], x.shape[-1]
    shape = (x.shape[0], *coordinates.shape[2:], channels)
    if 0 in shape:
        return settle(xp.empty(shape, x.dtype), out)
    dtype = working_dtype(x.dtype)
    planes = _planes(xp, x, dtype if order else x.dtype)
    fill = xp.asarray(value).astype(x.dtype).astype(planes.dtype)
    found = xp.zeros((channels, *shape[:-1]), planes.dtype)
    corners = _corners(xp, coordinates, sizes, order, mode, along, dtype)
    for position, weight, here in corners:
        for plane, total in zip(planes, found):
            picked = _pick(xp, plane, position)
            if here is not None:
                picked = xp.where(here, picked, fill)
            if weight is None:
                total[...] = picked
            else:
                picked *= weight
                total += picked
    found = xp.moveaxis(found, 0, -1)
    if x.dtype.kind in "iu" and order:
        found = _rounded(xp, found)
    if out is not None:
        return settle(found, out)
    return xp.ascontiguousarray(found.astype(x.dtype, copy=False))


def _planes(xp: Any, x: Array, dtype: Any) -> Array:
    """Return the channels one after the other, each as one long row."""
    planes = xp.moveaxis(x, -1, 0).astype(dtype, copy=False)
    return planes.reshape(x.shape[-1], -1)


def _pick(xp: Any, plane: Array, position: Array) -> Array:
    if xp is np:  # all positions exist, which need not be checked again
        return np.take(plane, position, mode="clip")
    return xp.take(plane, position)


# ---- writing ----


def _transpose_infer(
    dy: Spec,
    coordinates: Spec,
    *,
    sizes: tuple[int, ...],
    order: int,
    mode: str,
    along: tuple[int, ...] = (),
) -> Spec:
    return Spec((dy.shape[0], *sizes, dy.shape[-1]), dy.dtype)


@primitive(infer=_transpose_infer, kind=GATHER)
def interpolate_transpose(
    xp: Any,
    dy: Array,
    coordinates: Array,
    *,
    sizes: tuple[int, ...],
    order: int,
    mode: str,
    along: tuple[int, ...] = (),
    out: Array | None = None,
) -> Array:
    """Add to each pixel what the points read from it: the transpose of reading."""
    shape = (dy.shape[0], *sizes, dy.shape[-1])
    dtype = working_dtype(dy.dtype)
    total = xp.zeros((dy.shape[-1], math.prod(shape[:-1])), dtype)
    if dy.size and total.size:
        planes = _planes(xp, dy, dtype)
        corners = _corners(xp, coordinates, sizes, order, mode, along, dtype)
        for position, weight, here in corners:
            share = xp.ones((), dtype) if weight is None else weight
            if here is not None:
                share = xp.where(here, share, xp.zeros((), dtype))
            share = xp.broadcast_to(share, position.shape).reshape(-1)
            for plane, sum_ in zip(planes, total):
                _add(xp, sum_, position.reshape(-1), plane * share)
    found = xp.moveaxis(total.reshape(shape[-1], *shape[:-1]), 0, -1)
    if out is not None:
        return settle(found, out)
    return xp.ascontiguousarray(found.astype(dy.dtype, copy=False))


def _add(xp: Any, total: Array, position: Array, values: Array) -> None:
    if xp is np:  # in order, and faster than np.add.at
        total += np.bincount(position, values, len(total))
    else:
        xp.add.at(total, position, values)


# ---- gradients ----


def _by_coordinates(
    g: Any,
    x: Any,
    coordinates: Any,
    order: int,
    mode: str,
    value: float,
    along: tuple[int, ...],
) -> Any:
    """Return the slope along each axis times `g`, summed over channels."""
    name = dtype_name(spec_of(coordinates).dtype)
    last = (len(g.shape) - 1,)
    slopes = []
    for k in range(len(x.shape) - 2):
        if order == 0 or k in along:  # steps, or straight lines: flat
            slope = reduce_sum(g * 0, axes=last)
        else:
            steps = tuple(sorted((*along, k)))
            change = interpolate(
                x, coordinates, order=order, mode=mode, value=value, along=steps
            )
            slope = reduce_sum(g * change, axes=last)
        shape = (slope.shape[0], 1, *slope.shape[1:])
        slopes.append(reshape(cast(slope, dtype=name), shape=shape))
    return concatenate(*slopes, axis=1)


@interpolate.vjp("x")
def _interpolate_x(
    g: Any, coordinates: Any, x_spec: Spec, order: int, mode: str, along: Any
) -> Any:
    return interpolate_transpose(
        g, coordinates, sizes=x_spec.shape[1:-1], order=order, mode=mode, along=along
    )


@interpolate.vjp("coordinates")
def _interpolate_coordinates(
    g: Any,
    x: Any,
    coordinates: Any,
    order: int,
    mode: str,
    value: float,
    along: tuple[int, ...],
) -> Any:
    return _by_coordinates(g, x, coordinates, order, mode, value, along)


@interpolate_transpose.vjp("dy")
def _transpose_dy(
    g: Any, coordinates: Any, order: int, mode: str, along: tuple[int, ...]
) -> Any:
    return interpolate(g, coordinates, order=order, mode=mode, along=along)


@interpolate_transpose.vjp("coordinates")
def _transpose_coordinates(
    g: Any,
    dy: Any,
    coordinates: Any,
    order: int,
    mode: str,
    along: tuple[int, ...],
) -> Any:
    return _by_coordinates(dy, g, coordinates, order, mode, 0.0, along)
