"""Convolutions on the CPU: blocks small enough for the cache, one product a block.

A block is a few images, or a few rows of a large one. Its windows are laid out side by
side ("im2col") in scratch memory that every block uses again. With few channels they
are laid out transposed, one window element after the other, because that makes the
runs to copy long.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cornu.kernels.cpu import winograd
from cornu.kernels.cpu.blocks import Block, blocks_of, lanes_of
from cornu.kernels.cpu.threads import Task, spread
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.convolution import (
    Geometry,
    compute_dtype,
    conv,
    conv_input_grad,
    conv_kernel_grad,
    finish,
    geometry,
    input_grad_geometry,
    kernel_grad_geometry,
)
from cornu.primitives.windows import taps

FEW_CHANNELS = 4
_LEAST_POSITIONS = 512  # in a block of the kernel's gradient, to outweigh adding it up


def _are_floats(a: Any, b: Any, *, groups: int, **params: Any) -> bool:
    return groups == 1 and a.dtype.kind == "f" and a.dtype == b.dtype


def _widened(*arrays: np.ndarray) -> list[np.ndarray]:
    dtype = compute_dtype(arrays[0].dtype)
    return [a.astype(dtype, copy=False) for a in arrays]


def _flops(batch: int, geo: Geometry) -> float:
    window = math.prod(geo.kernel) * geo.channels
    return 2.0 * batch * math.prod(geo.counts) * window * geo.filters


def _blocks(batch: int, geo: Geometry, itemsize: int, least: int = 1) -> list[Block]:
    positions = math.prod(geo.counts[1:])
    row = positions * math.prod(geo.kernel) * geo.channels * itemsize
    return blocks_of(batch, geo.counts[0], row, -(-least // positions))


class _Windows:
    """Lay out the windows of one block after another in the same scratch memory."""

    def __init__(self, x: np.ndarray, geo: Geometry, blocks: list[Block]) -> None:
        self.x = x
        self.geo = geo
        self.is_planar = geo.channels <= FEW_CHANNELS
        self.is_padded = any(lo or hi for lo, hi in geo.pads)
        positions = max((b.stop - b.start) * (b.last - b.first) for b in blocks)
        positions *= math.prod(geo.counts[1:])
        window = math.prod(geo.kernel) * geo.channels
        self.memory = scratch("conv.windows", (positions * window,), x.dtype)

    def __call__(self, block: Block) -> np.ndarray:
        """Return the block's windows, shape (positions, taps * channels)."""
        geo = self.geo
        source = self._padded(block) if self.is_padded else self._rows(block)
        counts = (block.last - block.first, *geo.counts[1:])
        batch = block.stop - block.start
        if self.is_planar:
            source = np.ascontiguousarray(
                source.transpose(source.ndim - 1, 0, *range(1, source.ndim - 1))
            )
        lead = 1 if self.is_planar else 0
        step = source.strides[lead + 1 : lead + 1 + len(counts)]
        over = tuple(s * n for s, n in zip(step, geo.strides))
        within = tuple(s * n for s, n in zip(step, geo.dilation))
        positions = batch * math.prod(counts)
        if self.is_planar:
            shape = (geo.channels, *geo.kernel, batch, *counts)
            strides = (source.strides[0], *within, source.strides[1], *over)
        else:
            shape = (batch, *counts, *geo.kernel, geo.channels)
            strides = (source.strides[0], *over, *within, source.strides[-1])
        view = as_strided(source, shape, strides, writeable=False)
        window = math.prod(geo.kernel) * geo.channels
        found = self.memory[: positions * window]
        found.reshape(shape)[...] = view
        if self.is_planar:
            return found.reshape(window, positions).T
        return found.reshape(positions, window)

    def _span(self, block: Block) -> tuple[int, int]:
        geo = self.geo
        extent = (geo.kernel[0] - 1) * geo.dilation[0] + 1
        start = block.first * geo.strides[0] - geo.pads[0][0]
        return start, (block.last - 1) * geo.strides[0] - geo.pads[0][0] + extent

    def _rows(self, block: Block) -> np.ndarray:
        start, stop = self._span(block)
        return self.x[block.start : block.stop, start:stop]

    def _padded(self, block: Block) -> np.ndarray:
        geo = self.geo
        start, stop = self._span(block)
        rest = tuple(n + lo + hi for n, (lo, hi) in zip(geo.sizes[1:], geo.pads[1:]))
        shape = (block.stop - block.start, stop - start, *rest, geo.channels)
        padded = scratch("conv.padded", shape, self.x.dtype)
        padded.fill(0)
        first, last = max(start, 0), min(stop, geo.sizes[0])
        if first < last:
            inner = tuple(
                slice(lo, lo + n) for n, (lo, _) in zip(geo.sizes[1:], geo.pads[1:])
            )
            where = (slice(None), slice(first - start, last - start), *inner)
            padded[where] = self.x[block.start : block.stop, first:last]
        return padded


def _kernel_matrix(w: np.ndarray, geo: Geometry) -> np.ndarray:
    if geo.channels <= FEW_CHANNELS:
        w = np.moveaxis(w, -2, 0)
    return np.ascontiguousarray(w.reshape(-1, geo.filters))


def _kernel_from_matrix(matrix: np.ndarray, geo: Geometry) -> np.ndarray:
    if geo.channels > FEW_CHANNELS:
        return matrix.reshape(*geo.kernel, geo.channels, geo.filters)
    planar = matrix.reshape(geo.channels, *geo.kernel, geo.filters)
    return np.moveaxis(planar, 0, -2)


# ---- forward ----


@conv.on("cpu", when=_are_floats)
def conv_cpu(
    xp: Any,
    x: np.ndarray,
    w: np.ndarray,
    *,
    strides: Any,
    padding: Any,
    dilation: Any,
    groups: int,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Convolve block by block."""
    geo = geometry("conv", x.shape, w.shape, strides, padding, dilation, groups)
    shape, dtype = (x.shape[0], *geo.counts, geo.filters), x.dtype
    x, w = _widened(x, w)
    result = _target(shape, x.dtype, out)
    if geo.is_pointwise:
        flat = x.reshape(-1, geo.channels)
        np.matmul(flat, w.reshape(w.shape[-2:]), out=result.reshape(-1, geo.filters))
    elif result.size == 0:
        pass
    elif winograd.fits(geo, len(x), x.dtype):
        winograd.forward(x, w, geo, result)
    else:
        _forward(x, w, geo, result)
    return result if result is out else finish(xp, result, dtype, out)


def _target(shape: tuple[int, ...], dtype: Any, out: np.ndarray | None) -> np.ndarray:
    if out is not None and out.dtype == dtype and out.flags.c_contiguous:
        return out
    return np.empty(shape, dtype)


def _forward(x: np.ndarray, w: np.ndarray, geo: Geometry, result: np.ndarray) -> None:
    blocks = _blocks(len(x), geo, x.itemsize)
    matrix = _kernel_matrix(w, geo)

    def make_task() -> Task:
        windows = _Windows(x, geo, blocks)

        def task(i: int) -> None:
            block = blocks[i]
            part = result[block.start : block.stop, block.first : block.last]
            np.matmul(windows(block), matrix, out=part.reshape(-1, geo.filters))

        return task

    spread(make_task, len(blocks), _flops(len(x), geo))


# ---- gradient of the kernel ----


@conv_kernel_grad.on("cpu", when=_are_floats)
def conv_kernel_grad_cpu(
    xp: Any,
    x: np.ndarray,
    dy: np.ndarray,
    *,
    kernel_shape: Any,
    strides: Any,
    padding: Any,
    dilation: Any,
    groups: int,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Sum the kernel's gradient block by block."""
    geo = kernel_grad_geometry(
        x.shape, dy.shape, kernel_shape, strides, padding, dilation, groups
    )
    dtype = x.dtype
    x, dy = _widened(x, dy)
    dy = np.ascontiguousarray(dy)
    if dy.size == 0:
        result = np.zeros(kernel_shape, x.dtype)
    elif geo.is_pointwise:
        result = x.reshape(-1, geo.channels).T @ dy.reshape(-1, geo.filters)
    elif winograd.fits(geo, len(x), x.dtype):
        result = winograd.kernel_grad(x, dy, geo)
    else:
        result = _kernel_grad(x, dy, geo)
    return finish(xp, result.reshape(kernel_shape), dtype, out)


def _kernel_grad(x: np.ndarray, dy: np.ndarray, geo: Geometry) -> np.ndarray:
    blocks = _blocks(len(x), geo, x.itemsize, least=_LEAST_POSITIONS)
    window = math.prod(geo.kernel) * geo.channels
    lanes = lanes_of(len(blocks), window * geo.filters * x.itemsize)
    sums = np.zeros((len(lanes), window, geo.filters), x.dtype)

    def make_task() -> Task:
        windows = _Windows(x, geo, blocks)
        product = scratch("conv.product", (window, geo.filters), x.dtype)

        def task(lane: int) -> None:
            for i in lanes[lane]:
                block = blocks[i]
                part = dy[block.start : block.stop, block.first : block.last]
                part = part.reshape(-1, geo.filters)
                np.matmul(windows(block).T, part, out=product)
                np.add(sums[lane], product, out=sums[lane])

        return task

    spread(make_task, len(lanes), _flops(len(x), geo))
    return _kernel_from_matrix(sums.sum(axis=0), geo)


# ---- gradient of the input ----


@conv_input_grad.on("cpu", when=_are_floats)
def conv_input_grad_cpu(
    xp: Any,
    dy: np.ndarray,
    w: np.ndarray,
    *,
    input_shape: Any,
    strides: Any,
    padding: Any,
    dilation: Any,
    groups: int,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Spread the gradient back block by block, one product a tap."""
    geo = input_grad_geometry(
        dy.shape, w.shape, input_shape, strides, padding, dilation, groups
    )
    shape, dtype = (dy.shape[0], *geo.sizes, geo.channels), dy.dtype
    dy, w = _widened(dy, w)
    result = _target(shape, dy.dtype, out)
    if geo.is_pointwise:
        flat = dy.reshape(-1, geo.filters)
        matrix = w.reshape(w.shape[-2:]).T
        np.matmul(flat, matrix, out=result.reshape(-1, geo.channels))
    elif result.size == 0:
        pass
    elif winograd.fits(geo, len(dy), dy.dtype):
        winograd.input_grad(dy, w, geo, result)
    else:
        _input_grad(dy, w, geo, result)
    return result if result is out else finish(xp, result, dtype, out)


def _input_grad(
    dy: np.ndarray, w: np.ndarray, geo: Geometry, result: np.ndarray
) -> None:
    padded = tuple(n + lo + hi for n, (lo, hi) in zip(geo.sizes, geo.pads))
    image = math.prod(padded) * (geo.channels * 2 + geo.filters) * dy.itemsize
    blocks = blocks_of(len(dy), 1, image)
    # (taps, filters, channels)
    matrices = np.ascontiguousarray(
        w.reshape(-1, geo.channels, geo.filters).transpose(0, 2, 1)
    )
    is_dense = all(s == 1 for s in geo.strides)
    make: Callable[..., Any] = _spread_dense if is_dense else _spread_strided

    def make_task() -> Task:
        add_up = make(dy, matrices, geo, padded, blocks)
        inner = tuple(slice(lo, lo + n) for n, (lo, _) in zip(geo.sizes, geo.pads))

        def task(i: int) -> None:
            block = blocks[i]
            result[block.start : block.stop] = add_up(block)[(slice(None), *inner)]

        return task

    spread(make_task, len(blocks), _flops(len(dy), geo))


def _spread_strided(
    dy: np.ndarray,
    matrices: np.ndarray,
    geo: Geometry,
    padded: tuple[int, ...],
    blocks: list[Block],
) -> Callable[[Block], np.ndarray]:
    most = blocks[0].stop
    sums = scratch("conv.sums", (most, *padded, geo.channels), dy.dtype)
    pieces = scratch("conv.piece", (most, *geo.counts, geo.channels), dy.dtype)
    tapped = [w for _, w in taps(geo.kernel, geo.strides, geo.dilation, geo.counts)]

    def add_up(block: Block) -> np.ndarray:
        batch = block.stop - block.start
        total, piece = sums[:batch], pieces[:batch]
        total.fill(0)
        flat = dy[block.start : block.stop].reshape(-1, geo.filters)
        for where, matrix in zip(tapped, matrices):
            np.matmul(flat, matrix, out=piece.reshape(-1, geo.channels))
            target = total[where]
            np.add(target, piece, out=target)
        return total

    return add_up


def _spread_dense(
    dy: np.ndarray,
    matrices: np.ndarray,
    geo: Geometry,
    padded: tuple[int, ...],
    blocks: list[Block],
) -> Callable[[Block], np.ndarray]:
    # With strides of one, outputs laid out as widely as the padded input (zeros in
    # between) let each tap be added as one long run, shifted by the tap's distance.
    most = blocks[0].stop
    wide = scratch(
        "conv.wide", (most, geo.counts[0], *padded[1:], geo.filters), dy.dtype
    )
    wide.fill(0)
    inner = tuple(slice(0, n) for n in geo.counts[1:])
    run = geo.counts[0] * math.prod(padded[1:]) * geo.channels
    shifts = []
    for tap in np.ndindex(*geo.kernel):
        shift = 0
        for t, d, n in zip(tap, geo.dilation, padded):
            shift = shift * n + t * d
        shifts.append(shift * geo.channels)
    size = math.prod(padded) * geo.channels
    slack = max(shifts[-1] + run - size, 0)
    sums = scratch("conv.sums", (most, size + slack), dy.dtype)
    pieces = scratch("conv.piece", (most, run), dy.dtype)

    def add_up(block: Block) -> np.ndarray:
        batch = block.stop - block.start
        total, piece = sums[:batch], pieces[:batch]
        total.fill(0)
        spaced = wide[:batch]
        spaced[(slice(None), slice(None), *inner)] = dy[block.start : block.stop]
        flat = spaced.reshape(-1, geo.filters)
        for shift, matrix in zip(shifts, matrices):
            np.matmul(flat, matrix, out=piece.reshape(-1, geo.channels))
            target = total[:, shift : shift + run]
            np.add(target, piece, out=target)
        return total[:, :size].reshape(batch, *padded, geo.channels)

    return add_up
