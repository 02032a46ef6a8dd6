"""Winograd's minimal filtering for kernels of 3 x 3, with tiles of 2, 3 or 4 a side.

Outputs are computed in tiles of m x m, each from (m + 2) x (m + 2) inputs. Inputs,
kernels and outputs are transformed; in between, each of the (m + 2)**2 transformed
elements is one matrix product over the channels, with up to 4 times fewer
multiplications than the plain sum. The transforms are matrix products, too: both axes
of a tile at once, for all channels of all tiles. Where the points come in pairs a and
-a, rows of even and of odd numbers are transformed apart, at half the cost: the sum of
the two belongs to a, the difference to -a.

References
----------
.. [1] Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
.. [2] Blahut, "Fast Algorithms for Signal Processing", ch. 5 (Toom-Cook).
"""

import threading
import weakref
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cornu.core import Spec
from cornu.kernels.cpu.blocks import GRANULE, Block, blocks_of
from cornu.kernels.cpu.staged import Staged
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.convolution import Geometry

LEAST_CHANNELS = 16
LEAST_PRODUCT = 512
LEAST_POSITIONS = 1024
LEAST_TILES = 32
"""Below these the transforms cost more than the products they save."""

_LEAST_GAIN = 1.25
_SPLIT_COST = 0.72  # half the multiplications, but also sums and differences
_KEPT_BYTES = 2**23  # of transformed gradients that two kernels share
_NEAR = 1.04  # of sizes as cheap as that, the smallest loses the fewest digits
_SINGLE = np.dtype(np.float32)

# Where the polynomials of the transforms are evaluated, apart from infinity. Whole
# numbers would save nothing, as the transforms are matrix products; these lose the
# fewest digits of those tried.
_POINTS = {
    2: (0, 1, -1),
    3: (0.25, -0.5, 1, -1.5),
    4: (0, 0.625, 1.5, -0.625, -1.5),
}
_SPLIT = 4
"""The tiles of which even and odd rows are transformed apart."""


class Halves(NamedTuple):
    """Hold a transform of a tile's even rows, and that of its odd ones.

    The first gives zero and the positive points, the second infinity and these. One
    matrix for all rows is the even one, beside no odd one.
    """

    even: np.ndarray
    odd: np.ndarray | None

    def turned(self) -> "Halves":
        """Return the transposes."""
        odd = None if self.odd is None else self.odd.T.copy()
        return Halves(self.even.T.copy(), odd)


class Transforms(NamedTuple):
    """Hold the matrices that transform tiles, flattened on both sides.

    Attributes
    ----------
    kernel : array
    to_input, to_output : Halves
        From tiles to points.
    from_input, from_output : Halves
        Their transposes, from points to tiles.
    """

    kernel: np.ndarray
    to_input: Halves
    to_output: Halves
    from_input: Halves
    from_output: Halves


@lru_cache
def transforms(m: int) -> Transforms:
    """Return the transforms for tiles of ``m`` x ``m`` outputs."""
    points = np.array(_POINTS[m])

    def powers(count: int) -> np.ndarray:
        rows = points[:, None] ** np.arange(count)
        last = np.eye(count)[-1:]  # the highest coefficient: the value at infinity
        return np.concatenate([rows, last])

    outward, kernel = powers(m), powers(3)
    inward = np.linalg.inv(powers(m + 2)).T
    scale = np.abs(inward).max(axis=1, keepdims=True)
    kernel, inward = kernel * scale, inward / scale
    halves = [_halves(a, m) for a in (inward, outward)]
    turned = [h.turned() for h in halves]
    return Transforms(np.kron(kernel, kernel).astype(_SINGLE), *halves, *turned)


def _halves(matrix: np.ndarray, m: int) -> Halves:
    """Take a transform of one axis, (points, tile), to both axes."""
    if m != _SPLIT:
        return Halves(np.kron(matrix, matrix).astype(_SINGLE), None)
    positive = list(range(1, m // 2 + 1))
    even = matrix[[0, *positive], ::2]
    odd = matrix[[-1, *positive], 1::2]
    return Halves(
        np.kron(even, matrix).astype(_SINGLE), np.kron(odd, matrix).astype(_SINGLE)
    )


def tile_size(geo: Geometry, batch: int, dtype: Any) -> int | None:
    """Return the best size of a tile, None if the plain sum is better or needed."""
    is_possible = (
        geo.kernel == (3, 3)
        and dtype == _SINGLE
        and geo.strides == (1, 1)
        and geo.dilation == (1, 1)
        and geo.groups == 1
        and min(geo.channels, geo.filters) >= LEAST_CHANNELS
        and geo.channels * geo.filters >= LEAST_PRODUCT
        and batch * geo.counts[0] * geo.counts[1] >= LEAST_POSITIONS
    )
    if not is_possible:
        return None
    costs = {m: _cost(geo, m) for m in _POINTS}
    least = min(costs.values())
    best = min(m for m, cost in costs.items() if cost <= _NEAR * least)
    plain = 9 * geo.counts[0] * geo.counts[1] * geo.channels * geo.filters
    rows, columns = _tiles(geo, best)
    is_worth = plain >= _LEAST_GAIN * costs[best]
    is_enough = min(batch, GRANULE) * rows * columns >= LEAST_TILES
    return best if is_worth and is_enough else None


def _tiles(geo: Geometry, m: int) -> tuple[int, int]:
    return -(-geo.counts[0] // m), -(-geo.counts[1] // m)


def _cost(geo: Geometry, m: int) -> float:
    """Return the multiplications for one image, or what takes as long."""
    rows, columns = _tiles(geo, m)
    points = (m + 2) ** 2
    c, f = geo.channels, geo.filters
    transforms: float = points * c + m * m * f
    if m == _SPLIT:
        transforms *= _SPLIT_COST
    return rows * columns * points * (c * f + transforms)


class _Last(threading.local):
    """Remember which gradients a thread has transformed last, and where they are.

    They are taken once, by a kernel of the other kind, for the very same array, and
    only as long as no kernel has been prepared for another pass.
    """

    def __init__(self) -> None:
        self._key: Any = None
        self._array: Any = None
        self._found: list[np.ndarray] = []

    def keep(self, by: "_Winograd", array: np.ndarray, found: list[np.ndarray]) -> None:
        self._key = (type(by), by.geo, by.m, _pass)
        self._array = weakref.ref(array)
        self._found = found

    def take(self, by: "_Winograd", array: np.ndarray) -> list[np.ndarray] | None:
        key, self._key = self._key, None
        if key is None or self._array() is not array:
            return None
        is_other = key[0] is not type(by)
        return self._found if is_other and key[1:] == (by.geo, by.m, _pass) else None


_last = _Last()
_passes = count()
_pass = next(_passes)


def _begin_pass() -> None:
    """Forget what was transformed: the same arrays may hold other numbers now."""
    global _pass
    _pass = next(_passes)


class _Winograd(Staged):
    """What the convolution and its two gradients share: tiles, and their blocks."""

    def __init__(self, geo: Geometry, batch: int, m: int, result: Spec) -> None:
        self.geo = geo
        self.m = m
        self.points = (m + 2) ** 2
        self.rows, self.columns = _tiles(geo, m)
        self.transforms = transforms(m)
        self.parities = 2 if m == _SPLIT else 1
        self.room = self.points + (m * (m + 2) // 2 if m == _SPLIT else 0)
        self.result = result
        self.flops = 2.0 * batch * _cost(geo, m)
        self._blocks: dict[int, list[Block]] = {}

    def blocks(self, rows: int) -> list[Block]:
        """Cut `rows` images into blocks of about the same size."""
        found = self._blocks.get(rows)
        if found is None:
            most = max(self.geo.channels, self.geo.filters)
            size = self.columns * self.points * most * 2 * 4
            found = self._blocks[rows] = blocks_of(rows, self.rows, size)
        return found

    def transformed_kernels(self, w: np.ndarray, out: np.ndarray) -> None:
        flat = np.ascontiguousarray(w).reshape(9, -1)
        np.matmul(self.transforms.kernel, flat, out=out.reshape(self.points, -1))

    def transformed_inputs(self, x: np.ndarray, block: Block, name: str) -> np.ndarray:
        """Return the block's inputs, (points, tiles, channels)."""
        m, n, c, apart = self.m, self.m + 2, self.geo.channels, self.parities
        source = self._padded(x, block)
        batch, rows = len(source), block.last - block.first
        s = source.strides
        shape = (apart, n // apart, n, batch, rows, self.columns, c)
        strides = (s[1], apart * s[1], s[2], s[0], m * s[1], m * s[2], s[3])
        tiles = scratch(
            "winograd.a", (self.points, batch * rows * self.columns * c), "f4"
        )
        tiles.reshape(shape)[...] = as_strided(source, shape, strides, writeable=False)
        buffer = scratch(name, (self.room, tiles.shape[1]), "f4")
        found = self._to_points(self.transforms.to_input, tiles, buffer)
        return found.reshape(self.points, -1, c)

    def gradients(self, given: np.ndarray) -> Iterator[tuple[Block, np.ndarray]]:
        """Yield blocks and their output gradients, (points, tiles, filters).

        A region asks for the same gradients twice, for the input's and for the
        kernel's: what one has transformed the other takes over.
        """
        dy = np.ascontiguousarray(given)
        blocks = self.blocks(len(dy))
        found = _last.take(self, given)
        if found is not None:
            yield from zip(blocks, found)
            return
        size = self.room * self.geo.filters
        tiles = [(b.stop - b.start) * (b.last - b.first) * self.columns for b in blocks]
        if sum(tiles) * size * 4 > _KEPT_BYTES:
            for block, n in zip(blocks, tiles):
                buffer = scratch("winograd.c", (self.room, n * self.geo.filters), "f4")
                yield block, self.transformed_gradients(dy, block, buffer)
            return
        room = scratch("winograd.kept", (sum(tiles) * size,), "f4")
        found, start = [], 0
        for block, n in zip(blocks, tiles):
            buffer = room[start : start + n * size].reshape(self.room, -1)
            start += n * size
            found.append(self.transformed_gradients(dy, block, buffer))
            yield block, found[-1]
        _last.keep(self, given, found)

    def transformed_gradients(
        self, dy: np.ndarray, block: Block, buffer: np.ndarray
    ) -> np.ndarray:
        """Return the block's output gradients, (points, tiles, filters)."""
        m, f, apart = self.m, self.geo.filters, self.parities
        part = self._whole_tiles(dy, block)
        rows = block.last - block.first
        half = m // apart
        split = part.reshape(len(part), rows, half, apart, self.columns, m, f)
        tiles = scratch("winograd.a", (m * m, split.size // (m * m)), "f4")
        shape = (apart, half, m, len(part), rows, self.columns, f)
        tiles.reshape(shape)[...] = split.transpose(3, 2, 5, 0, 1, 4, 6)
        found = self._to_points(self.transforms.to_output, tiles, buffer)
        return found.reshape(self.points, -1, f)

    def _to_points(
        self, halves: Halves, tiles: np.ndarray, buffer: np.ndarray
    ) -> np.ndarray:
        """Transform tiles, (elements of a tile, rest), with even rows before odd."""
        found = buffer[: self.points]
        even, odd = halves
        if odd is None:
            np.matmul(even, tiles, out=found)
            return found
        # Points are zero, the positive, the negative ones, infinity; room for the odd
        # share of the positive ones follows.
        middle, first = even.shape[1], len(even) // 3
        np.matmul(even, tiles[:middle], out=found[: len(even)])
        np.matmul(odd, tiles[middle:], out=buffer[-len(odd) :])
        sums, odds = found[first : len(even)], buffer[self.points :]
        np.subtract(sums, odds, out=found[len(even) : -first])
        np.add(sums, odds, out=sums)
        return found

    def _products(self, name: str, shape: tuple[int, int]) -> np.ndarray:
        """Return memory for a matrix per point, followed by what `_to_tiles` needs."""
        return scratch(name, (self.room, *shape), "f4")

    def _to_tiles(self, halves: Halves, buffer: np.ndarray, name: str) -> np.ndarray:
        """Transform what stands in memory from `_products`, and overwrite it."""
        buffer = buffer.reshape(self.room, -1)
        even, odd = halves
        if odd is None:
            tiles = scratch(name, (len(even), buffer.shape[1]), "f4")
            return np.matmul(even, buffer, out=tiles)
        half = even.shape[1]
        first = half // 3
        plus, minus = buffer[first:half], buffer[half : self.points - first]
        np.subtract(plus, minus, out=buffer[self.points :])
        np.add(plus, minus, out=plus)
        tiles = scratch(name, (2 * len(even), buffer.shape[1]), "f4")
        np.matmul(even, buffer[:half], out=tiles[: len(even)])
        np.matmul(odd, buffer[-half:], out=tiles[len(even) :])
        return tiles

    def _padded(self, x: np.ndarray, block: Block) -> np.ndarray:
        m, geo = self.m, self.geo
        x = x[block.start : block.stop]
        (top, _), (left, _) = geo.pads
        start, stop = m * block.first - top, m * block.last + 2 - top
        height, width = geo.sizes
        wanted = m * self.columns + 2
        if left == 0 and start >= 0 and stop <= height and width == wanted:
            return x[:, start:stop]
        padded = scratch(
            "winograd.padded", (len(x), stop - start, wanted, geo.channels), "f4"
        )
        padded.fill(0)
        first, last = max(start, 0), min(stop, height)
        if first < last:
            rows = slice(first - start, last - start)
            padded[:, rows, left : left + width] = x[:, first:last]
        return padded

    def _whole_tiles(self, dy: np.ndarray, block: Block) -> np.ndarray:
        m = self.m
        part = dy[block.start : block.stop, m * block.first : m * block.last]
        height, width = part.shape[1:3]
        rows, columns = m * (block.last - block.first), m * self.columns
        if (height, width) == (rows, columns):
            return part
        whole = scratch(
            "winograd.whole", (len(part), rows, columns, self.geo.filters), "f4"
        )
        whole[:, height:] = 0
        whole[:, :, width:] = 0
        whole[:, :height, :width] = part
        return whole


class Forward(_Winograd):
    """The convolution."""

    batched = (True, False)

    def __init__(self, geo: Geometry, batch: int, m: int, result: Spec) -> None:
        super().__init__(geo, batch, m, result)
        self.kernels = np.empty((self.points, geo.channels, geo.filters), _SINGLE)

    def prepare(self, *arrays: np.ndarray) -> None:
        self.transformed_kernels(arrays[1], self.kernels)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        for i in range(self.pieces(len(arrays[0]))):
            self.piece(i, *arrays, out=out)

    def pieces(self, rows: int) -> int:
        return len(self.blocks(rows))

    def piece(self, index: int, *arrays: np.ndarray, out: np.ndarray) -> None:
        x = np.ascontiguousarray(arrays[0])
        block = self.blocks(len(x))[index]
        v = self.transformed_inputs(x, block, "winograd.b")
        products = self._products("winograd.a", (v.shape[1], self.geo.filters))
        np.matmul(v, self.kernels, out=products[: self.points])
        found = self._to_tiles(self.transforms.from_output, products, "winograd.b")
        self._store(found, out, block)

    def _store(self, found: np.ndarray, out: np.ndarray, block: Block) -> None:
        m, f = self.m, self.geo.filters
        batch, rows = block.stop - block.start, block.last - block.first
        apart = self.parities
        tiled = found.reshape(apart, m // apart, m, batch, rows, self.columns, f)
        tiled = tiled.transpose(3, 4, 1, 0, 5, 2, 6)
        target = out[block.start : block.stop, m * block.first : m * block.last]
        if target.shape[1:3] == (m * rows, m * self.columns):
            target.reshape(tiled.shape)[...] = tiled  # a view: axes are only split
            return
        shape = (batch, m * rows, m * self.columns, f)
        whole = scratch("winograd.whole", shape, "f4")
        whole.reshape(tiled.shape)[...] = tiled
        target[...] = whole[:, : target.shape[1], : target.shape[2]]


class InputGrad(_Winograd):
    """The gradient of the input: the convolution's steps backwards, each transposed."""

    batched = (True, False)

    def __init__(self, geo: Geometry, batch: int, m: int, result: Spec) -> None:
        super().__init__(geo, batch, m, result)
        self.kernels = np.empty((self.points, geo.channels, geo.filters), _SINGLE)

    def prepare(self, *arrays: np.ndarray) -> None:
        _begin_pass()
        self.transformed_kernels(arrays[1], self.kernels)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        geo, m = self.geo, self.m
        padded = (m * self.rows + 2, m * self.columns + 2)
        is_exact = geo.sizes == padded and not any(lo or hi for lo, hi in geo.pads)
        (top, _), (left, _) = geo.pads
        for block, g in self.gradients(arrays[0]):
            target = out[block.start : block.stop]
            if is_exact:
                self._block(g, block, target)
                continue
            shape = (len(target), *padded, geo.channels)
            whole = scratch("winograd.padded", shape, "f4")
            self._block(g, block, whole)
            if block.last == self.rows:
                self._crop(whole, target, top, left)

    def _crop(self, whole: np.ndarray, target: np.ndarray, top: int, left: int) -> None:
        height, width = self.geo.sizes
        target[...] = whole[:, top : top + height, left : left + width]

    def _block(self, g: np.ndarray, block: Block, target: np.ndarray) -> None:
        geo = self.geo
        products = self._products("winograd.a", (g.shape[1], geo.channels))
        np.matmul(g, self.kernels.transpose(0, 2, 1), out=products[: self.points])
        found = self._to_tiles(self.transforms.from_input, products, "winograd.b")
        self._add_tiles(found, block, target)

    def _add_tiles(self, found: np.ndarray, block: Block, target: np.ndarray) -> None:
        m, n, c, apart = self.m, self.m + 2, self.geo.channels, self.parities
        batch, rows, columns = len(target), block.last - block.first, self.columns
        two, most = 2 // apart, m // apart  # rows of a tile and a parity
        t = found.reshape(apart, n // apart, n, batch, rows, columns, c)
        # Neighbouring tiles overlap by two rows and columns.
        later = t[:, :, :2, :, :, 1:]
        np.add(later, t[:, :, m:, :, :, :-1], out=later)
        later = t[:, :two, :, :, 1:]
        np.add(later, t[:, most:, :, :, :-1], out=later)
        base = target[:, m * block.first : m * block.last + 2]
        height, width = m * rows, m * columns
        carried = base[:, :2].copy() if block.first else None
        # Batch, rows, rows of a parity, parity, columns, m + 2, channels.
        t = t.transpose(3, 4, 1, 0, 5, 2, 6)
        s = base.strides
        shape = (batch, rows, most, apart, columns, m, c)
        strides = (s[0], m * s[1], apart * s[1], s[1], m * s[2], s[2], s[3])
        inner = as_strided(base, shape, strides)
        inner[...] = t[:, :, :most, :, :, :m]
        right = t[:, :, :most, :, -1, m:].reshape(batch, height, 2, c)
        base[:, :height, width:] = right
        lower = t[:, -1, most:, :, :, :m].reshape(batch, 2, width, c)
        base[:, height:, :width] = lower
        base[:, height:, width:] = t[:, -1, most:, :, -1, m:].reshape(batch, 2, 2, c)
        if carried is not None:
            np.add(base[:, :2], carried, out=base[:, :2])


class KernelGrad(_Winograd):
    """The gradient of the kernel, summed up in transformed form."""

    batched = (True, True)
    summed = True

    def __init__(self, geo: Geometry, batch: int, m: int, result: Spec) -> None:
        super().__init__(geo, batch, m, result)
        self.partial = Spec((self.points, geo.channels, geo.filters), _SINGLE)

    def prepare(self, *arrays: np.ndarray) -> None:
        _begin_pass()

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        x = np.ascontiguousarray(arrays[0])
        for i, (block, g) in enumerate(self.gradients(arrays[1])):
            v = self.transformed_inputs(x, block, "winograd.b")
            product = scratch("winograd.product", out.shape, "f4") if i else out
            np.matmul(v.transpose(0, 2, 1), g, out=product)
            if i:
                np.add(out, product, out=out)

    def finish(self, total: np.ndarray, out: np.ndarray) -> None:
        flat = total.reshape(self.points, -1)
        found = np.matmul(self.transforms.kernel.T, flat)
        out[...] = found.reshape(out.shape)
