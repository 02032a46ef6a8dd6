"""What outer calls pass on to inner ones: the training flag and the path of names."""

import threading
from typing import Any

from cornu.core.observers import WATCH


class CallContext(threading.local):
    """Hold, per thread, the stack of layers being called or built.

    Attributes
    ----------
    training : bool or None
        The flag of the outermost call; inner layers inherit it.
    names : list of str
        Names of the layers around, outermost first.
    entry : object or None
        The outermost layer being called.
    """

    def __init__(self) -> None:
        self.training: bool | None = None
        self.names: list[str] = []
        self.entry: Any = None


CONTEXT = CallContext()


def _path() -> str:
    return "/".join(CONTEXT.names)


WATCH.scope = _path


def mask_of(value: Any) -> Any:
    """Return the mask that travels with a tensor, or None."""
    return getattr(value, "_keras_mask", None)


def set_mask(value: Any, mask: Any) -> None:
    """Let a mask travel with a tensor."""
    if mask is not None and value is not mask and hasattr(type(value), "_keras_mask"):
        value._keras_mask = mask
