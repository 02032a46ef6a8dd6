"""Pooling on the CPU: the generic bodies, on a few images at a time.

What a body makes on the way then stays in the cache, and threads can share the images.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.core import Primitive, spec_of
from cornu.kernels.cpu.blocks import blocks_of
from cornu.kernels.cpu.threads import Task, spread
from cornu.primitives.pooling import (
    average_pool,
    average_pool_grad,
    max_pool,
    max_pool_grad,
)

_FLOPS_PER_BYTE = 4.0  # a pass over memory in terms of `threads.WORTH_FLOPS`


def _is_large(*arrays: Any, **params: Any) -> bool:
    return len(arrays[0]) > 1 and arrays[0].nbytes >= 2**17


def _file(primitive: Primitive) -> Callable[..., np.ndarray]:
    @primitive.on("cpu", when=_is_large)
    def by_blocks(
        xp: Any, *arrays: np.ndarray, out: np.ndarray | None = None, **params: Any
    ) -> np.ndarray:
        specs = [spec_of(a) for a in arrays]
        spec = primitive.infer(*specs, **params)
        result = np.empty(spec.shape, spec.dtype) if out is None else out
        batch = len(arrays[0])
        image = max(result.nbytes, *(a.nbytes for a in arrays)) // batch
        blocks = blocks_of(batch, 1, 2 * image)

        def make_task() -> Task:
            def task(i: int) -> None:
                part = slice(blocks[i].start, blocks[i].stop)
                given = [a[part] for a in arrays]
                primitive.forward(xp, *given, out=result[part], **params)

            return task

        spread(make_task, len(blocks), _FLOPS_PER_BYTE * image * batch)
        return result

    return by_blocks


for _primitive in (max_pool, max_pool_grad, average_pool, average_pool_grad):
    _file(_primitive)
