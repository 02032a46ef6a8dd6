"""Arrays on an NVIDIA GPU, by CuPy. Imported only when a GPU is asked for."""

from types import ModuleType
from typing import Any

from cornu.backend.philox import CUDA_SOURCE
from cornu.errors import DeviceError
from cornu.typing import Array, DType, Shape

REMEDY = (
    'Install the GPU extra that fits your driver: pip install "cornu[cuda13]" or '
    'pip install "cornu[cuda12]"; or choose the CPU: cornu.config.set_device("cpu").'
)


class CudaBackend:
    """Serve CuPy arrays."""

    name = "gpu"

    def __init__(self, cupy: ModuleType, index: int = 0) -> None:
        import cupyx.scipy.special as special

        self.device = cupy.cuda.Device(index)

        self.xp: ModuleType = cupy
        self.special: Any = special
        self._philox: Any = None

    def asarray(self, value: Any, dtype: DType | None = None) -> Array:
        """Copy `value` to this GPU unless it lives there already."""
        with self.device:
            return self.xp.asarray(value, dtype=dtype)

    def to_host(self, array: Array) -> Any:
        """Copy `array` to main memory; waits for its computation."""
        return self.xp.asnumpy(array)

    def empty(self, shape: Shape, dtype: DType) -> Array:
        """Return uninitialised GPU memory."""
        with self.device:
            return self.xp.empty(shape, dtype)

    def device_of(self, array: Array) -> str:
        """Return ``"gpu:<index>"``."""
        return f"gpu:{array.device.id}"

    def synchronize(self) -> None:
        """Wait for the current stream."""
        self.xp.cuda.get_current_stream().synchronize()

    def bits(self, state: Array, count: int, start: int = 0) -> Array:
        """Return Philox words from `start`; the GPU reads the state, without a wait."""
        import numpy as np

        if self._philox is None:
            self._philox = self.xp.RawKernel(CUDA_SOURCE, "philox_words")
        first, skipped = divmod(start, 4)
        out = self.xp.empty(skipped + count, np.uint64)
        if count:
            state = self.xp.ascontiguousarray(state)
            blocks, threads = -(-out.size // 4), 128
            grid = -(-blocks // threads)
            sizes = np.int64(out.size), np.int64(first)
            self._philox((grid,), (threads,), (state, out, *sizes))
        return out[skipped:]

    def memory_info(self) -> dict[str, int]:
        """Return used and total bytes of the current GPU."""
        free, total = self.xp.cuda.runtime.memGetInfo()
        return {"used": total - free, "total": total}


def load(index: int = 0) -> CudaBackend:
    """Return the GPU backend after a proof that device `index` answers.

    Raises
    ------
    DeviceError
        If CuPy is missing or no such GPU answers; the message names the remedy.
    """
    try:
        import cupy
    except ImportError as error:
        raise DeviceError(
            f"A GPU was asked for, but CuPy cannot be imported ({error}). {REMEDY}"
        ) from None
    try:
        count = cupy.cuda.runtime.getDeviceCount()
    except Exception as error:  # CuPy raises a zoo of types on half-set-up machines
        raise DeviceError(
            f"A GPU was asked for, but the CUDA driver does not answer ({error}). "
            f"Check `nvidia-smi`. {REMEDY}"
        ) from None
    if index >= count:
        raise DeviceError(
            f"gpu:{index} was asked for, but this machine has {count} GPU(s); use "
            f"an index below {count}."
        )
    return CudaBackend(cupy, index)
