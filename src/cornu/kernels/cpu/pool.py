"""Pooling on the CPU: a few images at a time, so that steps on the way stay in cache.

The work is done by the generic bodies, except for the commonest gradient: that of the
largest value where windows lie side by side.
"""

import math
from typing import Any

import numpy as np

from cornu.core import Primitive, Spec
from cornu.kernels.cpu.blocks import Block, blocks_of
from cornu.kernels.cpu.staged import Staged, run_by_parts
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.pooling import (
    Geometry,
    average_pool,
    average_pool_grad,
    geometry,
    max_pool,
    max_pool_grad,
)

LEAST_BYTES = 2**17
"""Below this the generic body does the batch as a whole."""

_FLOPS_PER_BYTE = 4.0  # a pass over memory in terms of `threads.WORTH_FLOPS`


def _is_large(*arrays: Any, **params: Any) -> bool:
    first = arrays[0]
    size = first.nbytes if isinstance(first, np.ndarray) else _bytes(first)
    return first.shape[0] > 1 and size >= LEAST_BYTES


def _bytes(spec: Spec) -> int:
    return math.prod(spec.shape) * spec.dtype.itemsize  # type: ignore[arg-type]


class Pool(Staged):
    """A pooling, or its gradient, by the generic body."""

    def __init__(
        self, primitive: Primitive, specs: tuple[Spec, ...], params: dict[str, Any]
    ) -> None:
        self.primitive = primitive
        self.params = params
        self.result = primitive.infer(*specs, **params)
        self.batched = (True,) * len(specs)
        size = max(_bytes(s) for s in (self.result, *specs))
        self.flops = _FLOPS_PER_BYTE * size
        self.image = size // specs[0].shape[0]  # type: ignore[operator]
        self._blocks: dict[int, list[Block]] = {}

    def blocks(self, rows: int) -> list[Block]:
        """Cut `rows` images into blocks."""
        found = self._blocks.get(rows)
        if found is None:
            found = self._blocks[rows] = blocks_of(rows, 1, 2 * self.image)
        return found

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        for block in self.blocks(len(out)):
            images = slice(block.start, block.stop)
            self.few(*(a[images] for a in arrays), out=out[images])

    def few(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        """Do a few images."""
        self.primitive.forward(np, *arrays, out=out, **self.params)


class TilingMaxPoolGrad(Pool):
    """The gradient of the largest value where windows cover the input exactly once.

    Each element is held against its window's largest value at once, which takes fewer
    passes than the generic body's axis after axis. Signs of zeros may differ from it,
    and which element of a window with a NaN gets the gradient (here the last). So only
    large arrays come here, and the same ones in eager calls and in regions.
    """

    def __init__(
        self, geo: Geometry, specs: tuple[Spec, ...], params: dict[str, Any]
    ) -> None:
        super().__init__(max_pool_grad, specs, params)
        self.geo = geo

    @staticmethod
    def fits(geo: Geometry) -> bool:
        """Tell whether windows lie side by side, with nothing left and no padding."""
        tiled = tuple(n * k for n, k in zip(geo.counts, geo.window))
        return geo.strides == geo.window and tiled == geo.sizes == geo.padded

    def few(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        dy, x = arrays
        largest = self._largest(x)
        hit = scratch("pool.hit", dy.shape, np.bool_)
        free = scratch("pool.free", dy.shape, np.bool_)  # windows without a hit so far
        *taps, last = (self._tap(tap) for tap in np.ndindex(*self.geo.window))
        for i, tap in enumerate(taps):
            np.equal(x[tap], largest, out=hit)
            if i:
                np.logical_and(hit, free, out=hit)
                np.logical_xor(free, hit, out=free)
            else:
                np.logical_not(hit, out=free)
            np.multiply(dy, hit, out=out[tap])
        if taps:
            np.multiply(dy, free, out=out[last])
        else:
            out[last] = dy

    def _largest(self, x: np.ndarray) -> np.ndarray:
        for axis, k in enumerate(self.geo.window):
            before = (slice(None),) * (axis + 1)
            pieces = [x[(*before, slice(t, None, k))] for t in range(k)]
            if k == 1:
                continue
            x = scratch(f"pool.largest{axis}", pieces[0].shape, x.dtype)
            np.maximum(pieces[0], pieces[1], out=x)
            for piece in pieces[2:]:
                np.maximum(x, piece, out=x)
        return x

    def _tap(self, tap: tuple[int, ...]) -> tuple[slice, ...]:
        steps = zip(tap, self.geo.window)
        return (slice(None), *(slice(t, None, k) for t, k in steps))


def _file(primitive: Primitive) -> None:
    @primitive.stage("cpu")
    def stage(specs: tuple[Spec, ...], params: dict[str, Any]) -> Staged | None:
        if any(n in (None, 0) for s in specs for n in s.shape):
            return None
        if primitive is max_pool_grad:
            x: Any = specs[1].shape
            geo = geometry("max_pool_grad", x, **params)
            if TilingMaxPoolGrad.fits(geo) and _is_large(*specs):
                return TilingMaxPoolGrad(geo, specs, params)
        return Pool(primitive, specs, params)

    run_by_parts(primitive, _is_large)


for _primitive in (max_pool, max_pool_grad, average_pool, average_pool_grad):
    _file(_primitive)
