"""Winograd's minimal filtering F(2x2, 3x3): 2.25 times fewer multiplications.

Outputs are computed in tiles of 2 x 2, each from 4 x 4 inputs. Both are transformed by
sums and differences; in between, each of the 16 transformed elements is one matrix
product over the channels. The sums run over whole rows wherever memory allows.

References
----------
.. [1] Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
"""

from typing import Any

import numpy as np

from cornu.kernels.cpu.blocks import Block, blocks_of, lanes_of
from cornu.kernels.cpu.threads import Task, spread
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.convolution import Geometry

LEAST_CHANNELS = 16
LEAST_PRODUCT = 512
LEAST_TILES = 256
"""Below these the transforms cost more than the products they save."""

_KERNEL = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
_BACK = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, -1]])


def fits(geo: Geometry, batch: int, dtype: Any) -> bool:
    """Tell whether a convolution is of the right form and worth the transforms."""
    return (
        geo.kernel == (3, 3)
        and dtype == np.float32
        and geo.strides == (1, 1)
        and geo.dilation == (1, 1)
        and geo.groups == 1
        and min(geo.channels, geo.filters) >= LEAST_CHANNELS
        and geo.channels * geo.filters >= LEAST_PRODUCT
        and all(hi <= 2 and lo <= 2 for lo, hi in geo.pads)
        and batch * geo.counts[0] * geo.counts[1] >= 4 * LEAST_TILES
    )


def forward(x: np.ndarray, w: np.ndarray, geo: Geometry, out: np.ndarray) -> None:
    """Write the convolution of `x` with `w` into `out`."""
    tiles = _tiles(geo)
    kernels = _transformed(_KERNEL.astype(w.dtype), w)
    blocks = _blocks(len(x), geo)

    def make_task() -> Task:
        load = _Inputs(x, geo, blocks)
        store = _Outputs(out, geo, blocks)

        def task(i: int) -> None:
            products = store.products(blocks[i])
            for columns, kernel, product in zip(load(blocks[i]), kernels, products):
                np.matmul(columns, kernel, out=product)
            store(blocks[i], products)

        return task

    spread(make_task, len(blocks), _flops(len(x) * tiles[0] * tiles[1], geo))


def input_grad(dy: np.ndarray, w: np.ndarray, geo: Geometry, out: np.ndarray) -> None:
    """Write the gradient of the input into `out`: a convolution with `w` turned."""
    turned = geo._replace(
        sizes=geo.counts,
        counts=geo.sizes,
        pads=tuple((2 - lo, 2 - hi) for lo, hi in geo.pads),
        channels=geo.filters,
        filters=geo.channels,
    )
    forward(dy, w[::-1, ::-1].transpose(0, 1, 3, 2), turned, out)


def kernel_grad(x: np.ndarray, dy: np.ndarray, geo: Geometry) -> np.ndarray:
    """Return the gradient of the kernel."""
    tiles = _tiles(geo)
    least = 2 * min(geo.channels, geo.filters) // tiles[1]
    blocks = _blocks(len(x), geo, least)
    shape = (4, 4, geo.channels, geo.filters)
    lanes = lanes_of(len(blocks), 16 * geo.channels * geo.filters * x.itemsize)
    sums = np.zeros((len(lanes), *shape), x.dtype)

    def make_task() -> Task:
        load = _Inputs(x, geo, blocks)
        spread_out = _Gradients(dy, geo, blocks)
        product = scratch("winograd.product", shape, x.dtype)

        def task(lane: int) -> None:
            for i in lanes[lane]:
                pairs = zip(load(blocks[i]), spread_out(blocks[i]), product)
                for columns, gradient, target in pairs:
                    np.matmul(columns.transpose(0, 2, 1), gradient, out=target)
                np.add(sums[lane], product, out=sums[lane])

        return task

    spread(make_task, len(lanes), _flops(len(x) * tiles[0] * tiles[1], geo))
    return _transformed(_BACK.T.astype(x.dtype), sums.sum(axis=0))


def _transformed(matrix: np.ndarray, w: np.ndarray) -> np.ndarray:
    # Both leading axes times `matrix`; they change places, twice if called twice.
    rows = np.tensordot(matrix, w, (1, 0))
    return np.tensordot(matrix, rows, (1, 1))


def _tiles(geo: Geometry) -> tuple[int, int]:
    return (geo.counts[0] + 1) // 2, (geo.counts[1] + 1) // 2


def _blocks(batch: int, geo: Geometry, least_rows: int = 1) -> list[Block]:
    rows, columns = _tiles(geo)
    row = columns * 16 * (geo.channels + geo.filters) * 4
    return blocks_of(batch, rows, row, least_rows)


def _flops(tiles: int, geo: Geometry) -> float:
    return 32.0 * tiles * geo.channels * geo.filters


def _shape(blocks: list[Block]) -> tuple[int, int]:
    return blocks[0].stop - blocks[0].start, blocks[0].last - blocks[0].first


class _Inputs:
    """Transform the 4 x 4 inputs of a block's tiles."""

    def __init__(self, x: np.ndarray, geo: Geometry, blocks: list[Block]) -> None:
        self.x = x
        self.geo = geo
        self.columns = _tiles(geo)[1]
        batch, rows = _shape(blocks)
        self.width = 2 * self.columns + 2
        c, n = geo.channels, self.columns
        self.rows = scratch(
            "winograd.rows", (4 * batch * rows * (n + 1) * 2 * c,), "f4"
        )
        self.outer = scratch("winograd.outer", (4 * batch * rows * n * 2 * c,), "f4")
        self.inner = scratch("winograd.inner", (2, 4 * batch * rows * n * c), "f4")

    def __call__(self, block: Block) -> tuple[np.ndarray, ...]:
        """Return, for each of 4 columns, its 4 rows: (4, tiles, channels)."""
        x = self._padded(block)
        batch, rows = len(x), block.last - block.first
        c, n = self.geo.channels, self.columns
        r0, r2 = x[:, 0 : 2 * rows : 2], x[:, 2::2]
        r1, r3 = x[:, 1 : 2 * rows : 2], x[:, 3::2]
        made = _take(self.rows, (4, batch, rows, self.width, c))
        np.subtract(r0, r2, out=made[0])
        np.add(r1, r2, out=made[1])
        np.subtract(r2, r1, out=made[2])
        np.subtract(r1, r3, out=made[3])
        pairs = made.reshape(4, batch, rows, n + 1, 2 * c)
        left, right = pairs[..., :-1, :], pairs[..., 1:, :]
        outer = _take(self.outer, (4, batch, rows, n, 2 * c))
        np.subtract(left, right, out=outer)  # columns 0 and 3, side by side
        c1, c2 = left[..., c:], right[..., :c]
        v1 = _take(self.inner[0], (4, batch, rows, n, c))
        v2 = _take(self.inner[1], (4, batch, rows, n, c))
        np.add(c1, c2, out=v1)
        np.subtract(c2, c1, out=v2)
        tiles = batch * rows * n
        flat = outer.reshape(4, tiles, 2 * c)
        v1, v2 = v1.reshape(4, tiles, c), v2.reshape(4, tiles, c)
        return flat[..., :c], v1, v2, flat[..., c:]

    def _padded(self, block: Block) -> np.ndarray:
        geo, x = self.geo, self.x[block.start : block.stop]
        (top, _), (left, _) = geo.pads
        start, stop = 2 * block.first - top, 2 * block.last + 2 - top
        height, width = geo.sizes
        if left == 0 and start >= 0 and stop <= height and width == self.width:
            return x[:, start:stop]
        shape = (len(x), stop - start, self.width, geo.channels)
        padded = scratch("winograd.padded", shape, x.dtype)
        padded.fill(0)
        first, last = max(start, 0), min(stop, height)
        if first < last:
            rows = slice(first - start, last - start)
            padded[:, rows, left : left + width] = x[:, first:last]
        return padded


class _Outputs:
    """Turn a block's 16 products back into outputs."""

    def __init__(self, out: np.ndarray, geo: Geometry, blocks: list[Block]) -> None:
        self.out = out
        self.columns = _tiles(geo)[1]
        self.filters = geo.filters
        batch, rows = _shape(blocks)
        size = 4 * batch * rows * self.columns * geo.filters
        self.memory = scratch("winograd.products", (4 * size,), "f4")
        self.sums = scratch("winograd.sums", (size,), "f4")

    def products(self, block: Block) -> np.ndarray:
        """Return room for the block's products: (columns, rows, tiles, filters)."""
        tiles = (block.stop - block.start) * (block.last - block.first) * self.columns
        return _take(self.memory, (4, 4, tiles, self.filters))

    def __call__(self, block: Block, m: np.ndarray) -> None:
        """Write the outputs that the products `m` stand for."""
        total = _take(self.sums, m[0].shape)
        np.add(m[1], m[2], out=total)
        np.subtract(m[1], m[2], out=m[1])
        np.add(m[0], total, out=m[0])
        np.subtract(m[1], m[3], out=m[1])
        rows = block.last - block.first
        shape = (4, block.stop - block.start, rows, self.columns, self.filters)
        target = self.out[block.start : block.stop, 2 * block.first : 2 * block.last]
        for j in (0, 1):
            self._rows(m[j].reshape(shape), m[2].reshape(shape), target[:, :, j::2])

    @staticmethod
    def _rows(m: np.ndarray, spare: np.ndarray, target: np.ndarray) -> None:
        even, odd = target[:, 0::2], target[:, 1::2]
        width = target.shape[2]  # one less than the tiles where sizes are odd
        np.add(m[1], m[2], out=spare[0])
        np.subtract(m[1], m[2], out=spare[1])
        np.add(m[0][:, :, :width], spare[0][:, :, :width], out=even)
        height = odd.shape[1]
        np.subtract(spare[1][:, :height, :width], m[3][:, :height, :width], out=odd)


class _Gradients:
    """Transform the 2 x 2 output gradients of a block's tiles.

    The last row and the last column lack their minus sign; `_BACK` has it.
    """

    def __init__(self, dy: np.ndarray, geo: Geometry, blocks: list[Block]) -> None:
        self.dy = dy
        self.counts = geo.counts
        self.columns = _tiles(geo)[1]
        self.filters = geo.filters
        batch, rows = _shape(blocks)
        size = 4 * batch * rows * self.columns * geo.filters
        self.rows = scratch("winograd.gradient_rows", (2 * size,), "f4")
        self.inner = scratch("winograd.gradient_inner", (2, size), "f4")

    def __call__(self, block: Block) -> tuple[np.ndarray, ...]:
        """Return, for each of 4 columns, its 4 rows: (4, tiles, filters)."""
        dy = self._even(block)
        batch, rows, n, f = len(dy), dy.shape[1] // 2, self.columns, self.filters
        g0, g1 = dy[:, 0::2], dy[:, 1::2]
        made = _take(self.rows, (4, batch, rows, 2 * n, f))
        made[0] = g0
        np.add(g0, g1, out=made[1])
        np.subtract(g0, g1, out=made[2])
        made[3] = g1
        tiles = batch * rows * n
        pairs = made.reshape(4, tiles, 2 * f)
        left, right = pairs[..., :f], pairs[..., f:]
        z1 = _take(self.inner[0], (4, tiles, f))
        z2 = _take(self.inner[1], (4, tiles, f))
        np.add(left, right, out=z1)
        np.subtract(left, right, out=z2)
        return left, z1, z2, right

    def _even(self, block: Block) -> np.ndarray:
        first, last = 2 * block.first, 2 * block.last
        part = self.dy[block.start : block.stop, first:last]
        height, width = part.shape[1:3]
        if height == last - first and width == 2 * self.columns:
            return part
        shape = (len(part), last - first, 2 * self.columns, self.filters)
        even = scratch("winograd.even", shape, part.dtype)
        even[:, height:] = 0
        even[:, :, width:] = 0
        even[:, :height, :width] = part
        return even


def _take(memory: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    size = 1
    for n in shape:
        size *= n
    return memory[:size].reshape(shape)
