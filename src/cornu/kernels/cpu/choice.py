"""Choosing between two arrays on the CPU, without a branch per element.

NumPy's own loop branches on each condition, which costs a multiple of the memory
traffic where the conditions follow no pattern. Here bits are masked, block by block.
"""

from typing import Any

import numpy as np

from cornu.core.promotion import promote_types
from cornu.kernels.cpu.threads import Task, spread
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.comparison import where

_LEAST = 2**12
_BLOCK = 2**15
_FLOPS_PER_ELEMENT = 8.0  # in terms of `threads.WORTH_FLOPS`
_INTEGERS = {4: np.dtype(np.int32), 8: np.dtype(np.int64)}


def _can_mask(condition: Any, a: Any, b: Any, **params: Any) -> bool:
    if type(condition) is not np.ndarray or condition.size < _LEAST:
        return False
    arrays = [x for x in (a, b) if type(x) is np.ndarray and x.ndim]
    return (
        condition.dtype == np.bool_
        and condition.flags.c_contiguous
        and len(arrays) > 0
        and arrays[0].dtype == arrays[-1].dtype
        and arrays[0].dtype.kind == "f"
        and arrays[0].itemsize in _INTEGERS
        and all(x.shape == condition.shape and x.flags.c_contiguous for x in arrays)
        and all(_is_plain(x, arrays[0].dtype) for x in (a, b))
    )


def _is_plain(x: Any, dtype: np.dtype) -> bool:
    """Tell whether `x` is one of the arrays, or a scalar that does not widen them."""
    if type(x) in (float, int, bool):
        return True
    return isinstance(x, (np.ndarray, np.generic)) and (
        x.dtype == dtype or (not x.ndim and promote_types(x.dtype, dtype) == dtype)
    )


@where.on("cpu", when=_can_mask)
def where_cpu(
    xp: Any,
    condition: np.ndarray,
    a: Any,
    b: Any,
    *,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Mask the bits of both, and join them."""
    dtype = (a if type(a) is np.ndarray and a.ndim else b).dtype
    words: Any = _INTEGERS[dtype.itemsize]
    result = np.empty(condition.shape, dtype)
    if out is not None and out.dtype == dtype and out.flags.c_contiguous:
        result = out
    flat = result.reshape(-1).view(words)
    conditions = condition.reshape(-1).view(np.int8)
    left, right = (_words_of(x, dtype, words) for x in (a, b))
    blocks = range(0, len(flat), _BLOCK)

    def make_task() -> Task:
        masks = scratch("choice.masks", (_BLOCK,), words)
        small = scratch("choice.small", (_BLOCK,), np.int8)

        def task(i: int) -> None:
            part = slice(blocks[i], min(blocks[i] + _BLOCK, len(flat)))
            size = part.stop - part.start
            mask, into = masks[:size], flat[part]
            mask[...] = np.negative(conditions[part], out=small[:size])
            x, y = (w[part] if w.ndim else w for w in (left, right))
            # y ^ ((x ^ y) & mask) is x where all bits of the mask are set, else y.
            if right.ndim == 0 and right == 0:
                np.bitwise_and(x, mask, out=into)
                return
            np.bitwise_xor(x, y, out=into)
            np.bitwise_and(into, mask, out=into)
            np.bitwise_xor(into, y, out=into)

        return task

    spread(make_task, len(blocks), _FLOPS_PER_ELEMENT * len(flat))
    if out is not None and result is not out:
        out[...] = result
        return out
    return result


def _words_of(x: Any, dtype: np.dtype, words: Any) -> np.ndarray:
    if type(x) is np.ndarray and x.ndim:
        return x.reshape(-1).view(words)
    return np.asarray(x, dtype).reshape(1).view(words)[0]
