"""Who does the rows of a batch: alone in one go here, or shared out by a device."""

from collections.abc import Callable
from typing import Any

from cornu.typing import Array


class Alone:
    """Do all rows at once, in fresh scratch memory.

    A recurrence's rows do not meet, so a device may have a team with the same methods
    that does some rows at a time.
    """

    def __init__(self, xp: Any) -> None:
        self.xp = xp

    def share(self, task: Callable[[slice], None], batch: int, flops: float) -> None:
        """Call `task` with slices that make up the batch."""
        task(slice(None))

    def scratch(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return memory of undefined content, a thread's own until asked for again."""
        return self.xp.empty(shape, dtype)

    def product(self, a: Array, b: Array) -> Array:
        """Multiply two matrices."""
        return self.xp.matmul(a, b)

    def gives_nothing(self, states: Array, gradients: Array) -> bool:
        """Tell whether ``states.T @ gradients`` is known to be zero, without a wait."""
        return False
