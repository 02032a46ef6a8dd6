"""Who watches calls of primitives: recorders, profilers, hunters of NaN."""

from collections.abc import Callable
from typing import Any

active: list[Callable[..., None]] = []
"""Called as ``observer(primitive, args, params, result)`` after each tensor call."""

host_read: list[Callable[[Any], None]] = []
"""Called with an array that Python reads: ``float(t)``, ``bool(t)``, ``t.numpy()``."""

variable_read: list[Callable[[Any], Any]] = []
"""Called with a variable whose array leaves it as a plain tensor.

A listener says with True that it keeps the array from being written to.
"""

variable_birth: list[Callable[[Any, Any], None]] = []
"""Called with the shape and the data type of a variable that is about to be made."""

variable_write: list[Callable[[Any], None]] = []
"""Called with a variable just before it gets another array."""

refusals: list[Callable[[str], None]] = []
"""Called with the reason why what happens now cannot be replayed."""


class _Watch:
    """Say where in a model the current call belongs.

    Attributes
    ----------
    scope : callable
        Returns the path of the layer being called; layers set it.
    node : object or None
        The tape's node whose gradient rule is running.
    """

    def __init__(self) -> None:
        self.scope: Callable[[], str] = str
        self.node: Any = None


WATCH = _Watch()


class _Changes:
    """Count changes from outside that a recorded step may depend on.

    Attributes
    ----------
    stamp : int
        Grows when a variable that a program writes to gets another array.
    settings : int
        Grows when a variable gets another `trainable` flag, or a layer or an optimizer
        another setting.
    """

    stamp = 0
    settings = 0


CHANGES = _Changes()


def in_scope(name: str) -> str:
    """Return a name below that of the layer or the scope around.

    Examples
    --------
    >>> in_scope("momentum")
    'momentum'
    """
    outer = WATCH.scope()
    return f"{outer}/{name}" if outer else name


def note_host_read(array: Any) -> None:
    """Tell those who listen that a value is about to leave the engine."""
    for listener in host_read:
        listener(array)


def refuse(reason: str) -> None:
    """Tell recorders that a step doing this cannot be replayed, and why."""
    for listener in refusals:
        listener(reason)
