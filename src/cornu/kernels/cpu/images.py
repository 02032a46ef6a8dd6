"""Image operations on the CPU: a few images at a time, on the threads there are.

The work is done by the generic bodies, whose steps on the way then stay in the cache.
"""

import math
from typing import Any

import numpy as np

from cornu.core import Primitive, Spec
from cornu.kernels.cpu.blocks import Block, blocks_of
from cornu.kernels.cpu.staged import Staged, run_by_parts
from cornu.primitives.interpolation import interpolate, interpolate_transpose
from cornu.primitives.patches import patches, patches_transpose
from cornu.primitives.separable import separable

LEAST_BYTES = 2**17
"""Below this the generic body does the batch as a whole."""

_BLOCK_SHARE = 4  # arrays of the largest size that a block holds at a time
_FLOPS_PER_BYTE = {  # a pass over memory is 4, in terms of `threads.WORTH_FLOPS`
    "separable": 8.0,
    "interpolate": 64.0,
    "interpolate_transpose": 64.0,
    "patches": 4.0,
    "patches_transpose": 8.0,
}


def _is_large(*arrays: Any, axes: tuple[int, ...] = (1,), **params: Any) -> bool:
    size = max(a.nbytes for a in arrays)
    return size >= LEAST_BYTES and 0 not in axes and arrays[0].ndim > 1


class Images(Staged):
    """An operation whose images have nothing to do with each other."""

    def __init__(
        self, primitive: Primitive, specs: tuple[Spec, ...], params: dict[str, Any]
    ) -> None:
        self.primitive = primitive
        self.params = params
        self.result = primitive.infer(*specs, **params)
        self.batched = (True,) * len(specs)
        size = max(_bytes(s) for s in (self.result, *specs))
        self.flops = _FLOPS_PER_BYTE[primitive.name] * size
        self.image = size // specs[0].shape[0]  # type: ignore[operator]

    def pieces(self, rows: int) -> int:
        return len(self._blocks(rows))

    def _blocks(self, rows: int) -> list[Block]:
        return blocks_of(rows, 1, _BLOCK_SHARE * self.image)

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        for i in range(self.pieces(len(out))):
            self.piece(i, *arrays, out=out)

    def piece(self, index: int, *arrays: np.ndarray, out: np.ndarray) -> None:
        block = self._blocks(len(out))[index]
        images = slice(block.start, block.stop)
        few = (a[images] for a in arrays)
        self.primitive.forward(np, *few, out=out[images], **self.params)


def _bytes(spec: Spec) -> int:
    return math.prod(spec.shape) * spec.dtype.itemsize  # type: ignore[arg-type]


def _file(primitive: Primitive) -> None:
    @primitive.stage("cpu")
    def stage(specs: tuple[Spec, ...], params: dict[str, Any]) -> Staged | None:
        if any(n in (None, 0) for s in specs for n in s.shape):
            return None
        if 0 in params.get("axes", ()) or specs[0].ndim < 2:
            return None
        return Images(primitive, specs, params)

    run_by_parts(primitive, _is_large)


for _primitive in (
    separable,
    interpolate,
    interpolate_transpose,
    patches,
    patches_transpose,
):
    _file(_primitive)
