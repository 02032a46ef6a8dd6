"""Arrays in main memory, by NumPy."""

import ctypes
import functools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from cornu.backend import special as host_special
from cornu.backend.philox import philox_words
from cornu.typing import Array, DType, Shape


class HostBackend:
    """Serve NumPy arrays."""

    name = "cpu"
    xp: ModuleType = np
    special: Any = host_special

    def asarray(self, value: Any, dtype: DType | None = None) -> Array:
        """Return `value` as a NumPy array, fetched from a GPU if it lives there."""
        if hasattr(value, "get") and hasattr(value, "device"):
            value = value.get()
        return np.asarray(value, dtype=dtype)

    def to_host(self, array: Array) -> Any:
        """Return `array` itself."""
        return np.asarray(array)

    def empty(self, shape: Shape, dtype: DType) -> Array:
        """Return uninitialised memory."""
        return np.empty(shape, dtype)

    def device_of(self, array: Array) -> str:
        """Return ``"cpu"``."""
        return "cpu"

    def synchronize(self) -> None:
        """Return at once: NumPy computes before it returns."""

    def bits(self, state: Array, count: int, start: int = 0) -> Array:
        """Return `count` Philox words from the one at `start`."""
        seed, step = state.tolist()
        return philox_words((seed, 0), step, count, start)

    def memory_info(self) -> dict[str, int]:
        """Return the machine's memory, in bytes, where the system tells it."""
        import os

        try:
            page = os.sysconf("SC_PAGE_SIZE")
            total = page * os.sysconf("SC_PHYS_PAGES")
            free = page * os.sysconf("SC_AVPHYS_PAGES")
        except (AttributeError, ValueError, OSError):
            return {"used": 0, "total": 0}
        return {"used": total - free, "total": total}


HOST = HostBackend()


def trim_memory() -> None:
    """Give memory that is free inside this process back to the system.

    The C library keeps what large arrays leave behind; only glibc can be asked.
    """
    trim = _trimmer()
    if trim is not None:
        trim(0)


@functools.cache
def _trimmer() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
