"""Arrays in main memory, by NumPy."""

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

    def bits(self, state: Array, count: int) -> Array:
        """Return `count` Philox words."""
        seed, step = state.tolist()
        return philox_words((seed, 0), step, count)

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
