"""Who watches calls of primitives: recorders, profilers, hunters of NaN."""

from collections.abc import Callable

active: list[Callable[..., None]] = []
"""Called as ``observer(primitive, args, params, result)`` after each tensor call."""

host_read: list[Callable[[], None]] = []
"""Called when Python reads a value: ``float(t)``, ``bool(t)``, ``t.numpy()``."""


def note_host_read() -> None:
    """Tell those who listen that a value is about to leave the engine."""
    for listener in host_read:
        listener()
