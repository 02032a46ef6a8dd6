"""Who does the rows of a batch: alone in one go here, or shared out by a device."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.primitives.outputs import is_half
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


def in_single(by: Callable[..., Any]) -> Callable[..., Any]:
    """Let a body compute half-precision arrays on the host in float32.

    There products of half precision are a hundred times slower, and every step would
    round what the next one starts from.
    """

    @functools.wraps(by)
    def run(
        team: Any,
        *arrays: Array | None,
        out: tuple[Array, ...] | None = None,
        **params: Any,
    ) -> tuple[Array, ...]:
        half = next(a.dtype for a in arrays if a is not None)
        if not is_half(half) or team.xp is not np:
            return by(team, *arrays, out=out, **params)  # type: ignore[no-any-return]
        found = by(team, *map(_widened, arrays), **params)
        if out is None:
            return tuple(a.astype(half) for a in found)
        for target, a in zip(out, found):
            target[...] = a
        return out

    return run


def _widened(array: Array | None) -> Array | None:
    if array is None or not is_half(array.dtype):
        return array
    return array.astype(np.float32)
