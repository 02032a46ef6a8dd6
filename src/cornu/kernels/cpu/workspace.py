"""Scratch memory that a thread uses again and again, so that its pages stay warm."""

import math
import threading
from typing import Any

import numpy as np

LIMIT_BYTES = 64 * 2**20
"""What one thread keeps at most; larger wishes are met with fresh memory."""

_ALIGNMENT = 64
_local = threading.local()


def scratch(name: str, shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return an array of undefined content, valid until `name` is asked for again.

    Parameters
    ----------
    name : str
        Arrays in use at the same time need different names.
    shape : tuple of int
    dtype : data type
    """
    dtype = np.dtype(dtype)
    size = math.prod(shape) * dtype.itemsize
    kept = _local.__dict__
    buffer = kept.get(name)
    if buffer is None or buffer.size < size:
        others = sum(b.size for n, b in kept.items() if n != name)
        buffer = _aligned(size)
        if others + size <= LIMIT_BYTES:
            kept[name] = buffer
    return buffer[:size].view(dtype).reshape(shape)


def _aligned(size: int) -> np.ndarray:
    buffer = np.empty(size + _ALIGNMENT, np.uint8)
    start = -buffer.ctypes.data % _ALIGNMENT
    return buffer[start : start + size]
