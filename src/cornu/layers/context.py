"""What outer calls pass on to inner ones: the training flag and the path of names."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from cornu.autodiff import carriers
from cornu.autodiff.autocast import AUTOCAST
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
    remat : object or None
        What says which layers keep no activations; see ``RematScope``.
    scopes : list
        The open ``name_scope`` blocks.
    built : list
        The layers built since the outermost call began.
    is_repeat : bool
        Whether what runs has run before, and only its gradient is wanted.
    """

    is_repeat = False

    def __init__(self) -> None:
        self.training: bool | None = None
        self.names: list[str] = []
        self.entry: Any = None
        self.remat: Any = None
        self.scopes: list[Any] = []
        self.built: list[Any] = []


CONTEXT = CallContext()


def _path() -> str:
    return "/".join(CONTEXT.names)


WATCH.scope = _path


def _carry() -> Callable[[], AbstractContextManager[None]]:
    """Return what brings back the context of now, for code that is run again."""
    training, names, entry = CONTEXT.training, list(CONTEXT.names), CONTEXT.entry
    dtype = AUTOCAST.dtype

    @contextmanager
    def again() -> Iterator[None]:
        outer = CONTEXT.training, CONTEXT.names, CONTEXT.entry, CONTEXT.is_repeat
        # An entry, so that no layer begins anew and forgets its losses.
        CONTEXT.training, CONTEXT.names = training, list(names)
        CONTEXT.entry = CONTEXT if entry is None else entry
        CONTEXT.is_repeat = True
        AUTOCAST.dtype, outer_dtype = dtype, AUTOCAST.dtype
        try:
            yield
        finally:
            AUTOCAST.dtype = outer_dtype
            CONTEXT.training, CONTEXT.names, CONTEXT.entry, CONTEXT.is_repeat = outer

    return again


carriers.append(_carry)


def mask_of(value: Any) -> Any:
    """Return the mask that travels with a tensor, or None."""
    return getattr(value, "_keras_mask", None)


def set_mask(value: Any, mask: Any) -> None:
    """Let a mask travel with a tensor."""
    if mask is not None and value is not mask and hasattr(type(value), "_keras_mask"):
        value._keras_mask = mask
