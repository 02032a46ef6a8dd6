"""Convolutions on the CPU, a granule of the batch at a time.

A granule is cut further into blocks small enough for the cache: a few images, or a few
rows of a large one. The windows of a block are laid out side by side ("im2col") in
scratch memory that every block uses again, for one matrix product a block. With few
channels they are laid out transposed, one window element after the other, because that
makes the runs to copy long.
"""

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cornu.core import Primitive, Spec
from cornu.kernels.cpu import winograd
from cornu.kernels.cpu.blocks import BLOCK_BYTES, Block, blocks_of
from cornu.kernels.cpu.staged import Staged, run_by_parts
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.convolution import (
    Geometry,
    compute_dtype,
    conv,
    conv_input_grad,
    conv_kernel_grad,
    geometry,
    input_grad_geometry,
    kernel_grad_geometry,
)
from cornu.primitives.windows import taps

FEW_CHANNELS = 4
_LEAST_POSITIONS = 512  # in a block of the kernel's gradient, to outweigh adding it up
_BLAS_ROWS = 4  # that a product makes at once; those left over cost as much
_FLOPS_PER_BYTE = 4.0  # a pass over memory in terms of `threads.WORTH_FLOPS`


def _are_floats(a: Any, b: Any, *, groups: int, **params: Any) -> bool:
    return groups == 1 and a.dtype.kind == "f" and a.dtype == b.dtype and a.size > 0


def _fits(specs: tuple[Spec, ...], params: dict[str, Any]) -> bool:
    a, b = specs
    known = None not in a.shape and None not in b.shape
    return (
        known
        and params["groups"] == 1
        and a.dtype.kind == "f"
        and a.dtype == b.dtype
        and 0 not in a.shape
        and 0 not in b.shape
    )


def _dense(a: np.ndarray, dtype: Any) -> np.ndarray:
    return np.ascontiguousarray(a, dtype)


class _Conv(Staged):
    """What the kernels here share: geometry, blocks, and the type to compute in."""

    def __init__(self, geo: Geometry, batch: int, result: Spec) -> None:
        self.geo = geo
        self.result = result
        self.dtype = compute_dtype(result.dtype)
        self.window = math.prod(geo.kernel) * geo.channels
        positions = batch * math.prod(geo.counts)
        self.flops = 2.0 * positions * self.window * geo.filters
        values = positions * geo.filters + batch * math.prod(geo.sizes) * geo.channels
        self.flops += _FLOPS_PER_BYTE * values * self.dtype.itemsize
        self._blocks: dict[int, list[Block]] = {}

    def blocks(self, rows: int) -> list[Block]:
        """Cut `rows` images into blocks."""
        found = self._blocks.get(rows)
        if found is None:
            found = self._blocks[rows] = self.cut(rows)
        return found

    def cut(self, rows: int, least: int = 1) -> list[Block]:
        geo = self.geo
        if geo.is_pointwise:
            return [Block(0, rows, 0, geo.counts[0])]
        positions = math.prod(geo.counts[1:])
        row = positions * self.window * self.dtype.itemsize
        return blocks_of(rows, geo.counts[0], row, -(-least // positions))

    def room(self, out: np.ndarray) -> np.ndarray:
        """Return where to put a result of the type to compute in; `out` if it can."""
        if out.dtype == self.dtype and out.flags.c_contiguous:
            return out
        return scratch("conv.result", out.shape, self.dtype)


class _Windows:
    """Lay out the windows of one block after another in the same scratch memory.

    Those laid out transposed are filled up with zeros to a multiple of some number.
    """

    def __init__(self, geo: Geometry, row_multiple: int = 1) -> None:
        self.geo = geo
        self.row_multiple = row_multiple
        self.is_planar = geo.channels <= FEW_CHANNELS
        self.is_padded = any(lo or hi for lo, hi in geo.pads)

    def __call__(self, x: np.ndarray, block: Block) -> np.ndarray:
        """Return the block's windows, shape (positions, taps * channels)."""
        geo = self.geo
        if geo.is_pointwise:
            return x[block.start : block.stop].reshape(-1, geo.channels)
        source = self._padded(x, block) if self.is_padded else self._rows(x, block)
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
        if self.is_planar:
            rows = -(-window // self.row_multiple) * self.row_multiple
            planes = scratch("conv.windows", (rows, positions), source.dtype)
            planes[:window].reshape(shape)[...] = view
            planes[window:] = 0
            return planes.T
        found = scratch("conv.windows", (positions, window), source.dtype)
        found.reshape(shape)[...] = view
        return found

    def _span(self, block: Block) -> tuple[int, int]:
        geo = self.geo
        extent = (geo.kernel[0] - 1) * geo.dilation[0] + 1
        start = block.first * geo.strides[0] - geo.pads[0][0]
        return start, (block.last - 1) * geo.strides[0] - geo.pads[0][0] + extent

    def _rows(self, x: np.ndarray, block: Block) -> np.ndarray:
        start, stop = self._span(block)
        return x[block.start : block.stop, start:stop]

    def _padded(self, x: np.ndarray, block: Block) -> np.ndarray:
        geo = self.geo
        start, stop = self._span(block)
        rest = tuple(n + lo + hi for n, (lo, hi) in zip(geo.sizes[1:], geo.pads[1:]))
        shape = (block.stop - block.start, stop - start, *rest, geo.channels)
        padded = scratch("conv.padded", shape, x.dtype)
        padded.fill(0)
        first, last = max(start, 0), min(stop, geo.sizes[0])
        if first < last:
            inner = tuple(
                slice(lo, lo + n) for n, (lo, _) in zip(geo.sizes[1:], geo.pads[1:])
            )
            where = (slice(None), slice(first - start, last - start), *inner)
            padded[where] = x[block.start : block.stop, first:last]
        return padded


def _kernel_matrix(w: np.ndarray, geo: Geometry) -> np.ndarray:
    if geo.channels <= FEW_CHANNELS and not geo.is_pointwise:
        w = np.moveaxis(w, -2, 0)
    return np.ascontiguousarray(w.reshape(-1, geo.filters))


def _kernel_from_matrix(matrix: np.ndarray, geo: Geometry) -> np.ndarray:
    if geo.channels > FEW_CHANNELS or geo.is_pointwise:
        return matrix.reshape(*geo.kernel, geo.channels, geo.filters)
    planar = matrix.reshape(geo.channels, *geo.kernel, geo.filters)
    return np.moveaxis(planar, 0, -2)


# ---- forward ----


class Forward(_Conv):
    """The convolution: windows times the kernel's matrix."""

    batched = (True, False)

    def __init__(self, geo: Geometry, batch: int, result: Spec) -> None:
        super().__init__(geo, batch, result)
        self.windows = _Windows(geo)
        self.matrix = np.empty((self.window, geo.filters), self.dtype)

    def prepare(self, *arrays: np.ndarray) -> None:
        self.matrix[...] = _kernel_matrix(arrays[1], self.geo)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        x = _dense(arrays[0], self.dtype)
        for i in range(self.pieces(len(x))):
            self.piece(i, x, out=out)

    def pieces(self, rows: int) -> int:
        return len(self.blocks(rows))

    def piece(self, index: int, *arrays: np.ndarray, out: np.ndarray) -> None:
        x = _dense(arrays[0], self.dtype)
        block = self.blocks(len(x))[index]
        part = out[block.start : block.stop, block.first : block.last]
        target = self.room(part)
        flat = target.reshape(-1, self.geo.filters)
        np.matmul(self.windows(x, block), self.matrix, out=flat)
        if target is not part:
            part[...] = target


@conv.stage("cpu")
def conv_stage(specs: tuple[Spec, ...], params: dict[str, Any]) -> Staged | None:
    """Return the convolution in stages, None for groups and for integers."""
    if not _fits(specs, params):
        return None
    x, w = specs
    geo = geometry("conv", x.shape, w.shape, **params)  # type: ignore[arg-type]
    result = conv.infer(*specs, **params)
    batch: Any = x.shape[0]
    m = winograd.tile_size(geo, batch, x.dtype)
    if m is not None:
        return winograd.Forward(geo, batch, m, result)
    return Forward(geo, batch, result)


# ---- gradient of the kernel ----


class KernelGrad(_Conv):
    """The gradient of the kernel: windows, turned, times the output's gradient."""

    batched = (True, True)
    summed = True

    def __init__(self, geo: Geometry, batch: int, result: Spec) -> None:
        super().__init__(geo, batch, result)
        self.windows = _Windows(geo, _BLAS_ROWS)
        rows = self.window
        if self.windows.is_planar and not geo.is_pointwise:
            rows = -(-rows // _BLAS_ROWS) * _BLAS_ROWS
        self.partial = Spec((rows, geo.filters), self.dtype)

    def cut(self, rows: int, least: int = _LEAST_POSITIONS) -> list[Block]:
        return super().cut(rows, least)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        x, dy = (_dense(a, self.dtype) for a in arrays)
        for i, block in enumerate(self.blocks(len(x))):
            part = dy[block.start : block.stop, block.first : block.last]
            part = part.reshape(-1, self.geo.filters)
            product = scratch("conv.product", out.shape, self.dtype) if i else out
            np.matmul(self.windows(x, block).T, part, out=product)
            if i:
                np.add(out, product, out=out)

    def finish(self, total: np.ndarray, out: np.ndarray) -> None:
        out[...] = _kernel_from_matrix(total[: self.window], self.geo)


@conv_kernel_grad.stage("cpu")
def conv_kernel_grad_stage(
    specs: tuple[Spec, ...], params: dict[str, Any]
) -> Staged | None:
    """Return the kernel's gradient in stages, None for groups and for integers."""
    if not _fits(specs, params):
        return None
    x, dy = specs
    geo = kernel_grad_geometry(x.shape, dy.shape, **params)  # type: ignore[arg-type]
    result = conv_kernel_grad.infer(*specs, **params)
    batch: Any = x.shape[0]
    m = winograd.tile_size(geo, batch, x.dtype)
    if m is not None:
        return winograd.KernelGrad(geo, batch, m, result)
    return KernelGrad(geo, batch, result)


# ---- gradient of the input ----


class InputGrad(_Conv):
    """The gradient of the input: one product a tap, added up where the tap was."""

    batched = (True, False)

    def __init__(self, geo: Geometry, batch: int, result: Spec) -> None:
        super().__init__(geo, batch, result)
        self.padded = tuple(n + lo + hi for n, (lo, hi) in zip(geo.sizes, geo.pads))
        self.inner = tuple(slice(lo, lo + n) for n, (lo, _) in zip(geo.sizes, geo.pads))
        count = math.prod(geo.kernel)
        self.matrices = np.empty((count, geo.filters, geo.channels), self.dtype)
        is_dense = all(s == 1 for s in geo.strides)
        self.add_up = self._add_runs if is_dense else self._add_taps
        self.taps = [
            where
            for _, where in taps(geo.kernel, geo.strides, geo.dilation, geo.counts)
        ]
        self.run = geo.counts[0] * math.prod(self.padded[1:]) * geo.channels
        self.shifts = []
        for tap in np.ndindex(*geo.kernel):
            shift = 0
            for t, d, n in zip(tap, geo.dilation, self.padded):
                shift = shift * n + t * d
            self.shifts.append(shift * geo.channels)

    def cut(self, rows: int, least: int = 1) -> list[Block]:
        image = math.prod(self.padded) * (self.geo.channels * 2 + self.geo.filters)
        return blocks_of(rows, 1, image * self.dtype.itemsize)

    def prepare(self, *arrays: np.ndarray) -> None:
        w = arrays[1].reshape(-1, self.geo.channels, self.geo.filters)
        self.matrices[...] = w.transpose(0, 2, 1)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        dy = _dense(arrays[0], self.dtype)
        if self.geo.is_pointwise:
            target = self.room(out)
            flat = target.reshape(-1, self.geo.channels)
            np.matmul(dy.reshape(-1, self.geo.filters), self.matrices[0], out=flat)
            if target is not out:
                out[...] = target
            return
        for block in self.blocks(len(dy)):
            images = slice(block.start, block.stop)
            out[images] = self.add_up(dy[images])[(slice(None), *self.inner)]

    def _add_taps(self, dy: np.ndarray) -> np.ndarray:
        geo = self.geo
        total = scratch("conv.sums", (len(dy), *self.padded, geo.channels), self.dtype)
        piece = scratch("conv.piece", (len(dy), *geo.counts, geo.channels), self.dtype)
        total.fill(0)
        flat = dy.reshape(-1, geo.filters)
        for where, matrix in zip(self.taps, self.matrices):
            np.matmul(flat, matrix, out=piece.reshape(-1, geo.channels))
            target = total[where]
            np.add(target, piece, out=target)
        return total

    def _add_runs(self, dy: np.ndarray) -> np.ndarray:
        # With strides of one, outputs laid out as widely as the padded input (zeros in
        # between) let each tap be added as one long run, shifted by its distance.
        geo, batch = self.geo, len(dy)
        size = math.prod(self.padded) * geo.channels
        slack = max(self.shifts[-1] + self.run - size, 0)
        total = scratch("conv.sums", (batch, size + slack), self.dtype)
        piece = scratch("conv.piece", (batch, self.run), self.dtype)
        shape = (batch, geo.counts[0], *self.padded[1:], geo.filters)
        wide = scratch("conv.wide", shape, self.dtype)
        wide.fill(0)
        inner = tuple(slice(0, n) for n in geo.counts[1:])
        wide[(slice(None), slice(None), *inner)] = dy
        total.fill(0)
        flat = wide.reshape(-1, geo.filters)
        for shift, matrix in zip(self.shifts, self.matrices):
            np.matmul(flat, matrix, out=piece.reshape(-1, geo.channels))
            target = total[:, shift : shift + self.run]
            np.add(target, piece, out=target)
        return total[:, :size].reshape(batch, *self.padded, geo.channels)


class TurnedInputGrad(Forward):
    """The gradient of the input as a convolution with the kernel turned around.

    For strides of one and images too large for `InputGrad` to take whole.
    """

    @staticmethod
    def turned(geo: Geometry) -> Geometry | None:
        """Return that convolution's geometry; None if there is no such thing."""
        extents = [(k - 1) * d for k, d in zip(geo.kernel, geo.dilation)]
        pads = tuple((e - lo, e - hi) for e, (lo, hi) in zip(extents, geo.pads))
        if any(s != 1 for s in geo.strides) or min(min(p) for p in pads) < 0:
            return None
        return geo._replace(
            sizes=geo.counts,
            counts=geo.sizes,
            pads=pads,
            channels=geo.filters,
            filters=geo.channels,
        )

    def prepare(self, *arrays: np.ndarray) -> None:
        spatial = (slice(None, None, -1),) * len(self.geo.kernel)
        self.matrix[...] = _kernel_matrix(arrays[1][spatial].swapaxes(-1, -2), self.geo)


@conv_input_grad.stage("cpu")
def conv_input_grad_stage(
    specs: tuple[Spec, ...], params: dict[str, Any]
) -> Staged | None:
    """Return the input's gradient in stages, None for groups and for integers."""
    if not _fits(specs, params):
        return None
    dy, w = specs
    geo = input_grad_geometry(dy.shape, w.shape, **params)  # type: ignore[arg-type]
    result = conv_input_grad.infer(*specs, **params)
    batch: Any = dy.shape[0]
    m = winograd.tile_size(geo, batch, dy.dtype)
    if m is not None:
        return winograd.InputGrad(geo, batch, m, result)
    turned = TurnedInputGrad.turned(geo)
    image = math.prod(geo.sizes) * max(geo.channels, geo.filters) * 4
    if turned is not None and image > BLOCK_BYTES and not geo.is_pointwise:
        return TurnedInputGrad(turned, batch, result)
    return InputGrad(geo, batch, result)


_staged: tuple[Primitive, ...] = (conv, conv_input_grad, conv_kernel_grad)
for _primitive in _staged:
    run_by_parts(_primitive, _are_floats)
