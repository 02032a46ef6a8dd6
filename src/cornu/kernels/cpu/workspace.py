"""Scratch memory that a thread uses again and again, so that its pages stay warm."""

import math
import threading
from typing import Any

import numpy as np

LIMIT_BYTES = 64 * 2**20
"""What one thread keeps at most; larger wishes are met with fresh memory."""

ALIGNMENT = 64
"""Bytes: a cache line, and the widest vector register."""

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
        buffer = aligned(size)
        if others + size <= LIMIT_BYTES:
            kept[name] = buffer
    return buffer[:size].view(dtype).reshape(shape)


def aligned(size: int) -> np.ndarray:
    """Return `size` bytes of fresh memory that begin at a multiple of `ALIGNMENT`."""
    buffer = np.empty(size + ALIGNMENT, np.uint8)
    start = -buffer.ctypes.data % ALIGNMENT
    return buffer[start : start + size]
