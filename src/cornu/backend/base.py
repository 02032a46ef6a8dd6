"""What the engine asks of a place where arrays live."""

from types import ModuleType
from typing import Any, Protocol

from cornu.typing import Array, Device, DType, Shape


class Backend(Protocol):
    """Offer arrays of one kind and the few things NumPy's namespace lacks.

    Attributes
    ----------
    name : str
        Device kind: ``"cpu"`` or ``"gpu"``.
    xp : module
        The array namespace, ``numpy`` or one that follows it.
    special : module
        ``erf``, ``lgamma`` and other functions outside that namespace.
    """

    name: str
    xp: ModuleType
    special: Any

    def asarray(self, value: Any, dtype: DType | None = None) -> Array:
        """Bring `value` onto the current device of this backend."""
        ...

    def to_host(self, array: Array) -> Any:
        """Return `array` as a NumPy array; no copy if it is one."""
        ...

    def empty(self, shape: Shape, dtype: DType) -> Array:
        """Return memory for an array, its content undefined."""
        ...

    def device_of(self, array: Array) -> Device:
        """Return ``"cpu"`` or ``"gpu:<index>"``."""
        ...

    def synchronize(self) -> None:
        """Wait until everything asked for so far has been computed."""
        ...

    def bits(self, state: Array, count: int, start: int = 0) -> Array:
        """Return `count` random 64-bit words of Philox 4x64-10, a uint64 array.

        `state` is the uint32 array ``[seed, step]``. The words are the generator's
        blocks ``(1, step, 0, 0)``, ``(2, step, 0, 0)``, ... under the key
        ``(seed, 0)``, four words a block, on every device alike; the first `start`
        words are left out.
        """
        ...

    def memory_info(self) -> dict[str, int]:
        """Return bytes in use and in total: keys ``used`` and ``total``."""
        ...
