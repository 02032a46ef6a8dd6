"""CallbackList: one ear for all callbacks of a run."""

import inspect
from collections.abc import Callable
from types import TracebackType
from typing import Any

from cornu.callbacks.callback import Callback
from cornu.callbacks.history import History
from cornu.callbacks.progbar import ProgbarLogger
from cornu.utils import tree

_ALIASES = {
    "on_train_batch_begin": "on_batch_begin",
    "on_train_batch_end": "on_batch_end",
}


class CallbackList:
    """Pass on what happens to several callbacks, in order.

    As a context manager it ends a half-drawn progress line when work is interrupted.

    Parameters
    ----------
    callbacks : Callback, list of Callback, or None
    add_history : bool, default False
        Whether to add a :class:`History` if there is none; when training begins, it
        becomes ``model.history``.
    add_progbar : bool, default False
        Whether to add a :class:`ProgbarLogger` if there is none.
    model : Model, optional
    inner : bool, default False
        Whether this is validation during training: the callbacks keep their model and
        parameters, and no progress is shown.
    verbose : {"auto", 0, 1, 2}, default 1
        0 prints nothing, 1 (also "auto") a bar, 2 a line per epoch.
    epochs : int, default 1
    steps : int, optional
        Batches per epoch, if known.

    Raises
    ------
    TypeError
        If something in `callbacks` is no callback.
    ValueError
        If `verbose` is none of the above.

    Examples
    --------
    >>> import cornu as keras
    >>> stop = keras.callbacks.EarlyStopping("loss")
    >>> heard = keras.callbacks.CallbackList(stop, add_progbar=True, epochs=3)
    >>> [type(c).__name__ for c in heard.callbacks]
    ['EarlyStopping', 'ProgbarLogger']
    """

    def __init__(
        self,
        callbacks: Any = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        inner: bool = False,
        verbose: Any = 1,
        epochs: int = 1,
        steps: int | None = None,
    ) -> None:
        found = [] if callbacks is None else tree.flatten(callbacks)
        self.callbacks: list[Any] = [_checked(c) for c in found]
        if inner:
            self.callbacks = [
                c for c in self.callbacks if not isinstance(c, ProgbarLogger)
            ]
        self._add_default(History, add_history)
        self._add_default(ProgbarLogger, add_progbar)
        self.model = model
        self.params: dict[str, Any] = {
            "verbose": _verbosity(verbose),
            "epochs": epochs,
            "steps": steps,
        }
        if not inner:
            self.set_params(self.params)
            if model is not None:
                self.set_model(model)
        self._listeners: dict[str, list[tuple[Any, bool]]] = {}

    def _add_default(self, kind: type[Callback], wanted: bool) -> None:
        if wanted and not any(isinstance(c, kind) for c in self.callbacks):
            self.callbacks.append(kind())

    # ---- batch hooks: found once, since they are many calls for few listeners ----

    def batch_hook(self, name: str) -> Callable[..., None] | None:
        """Return the method `name` of this list, or None if nobody would hear it.

        Hooks set on callbacks later are heard from the next epoch on.

        Parameters
        ----------
        name : str
            Such as ``"on_train_batch_end"``.

        Examples
        --------
        >>> import cornu as keras
        >>> heard = CallbackList(keras.callbacks.TerminateOnNaN())
        >>> heard.batch_hook("on_train_batch_begin") is None
        True
        >>> heard.batch_hook("on_train_batch_end") is None
        False
        """
        self._listeners.pop(name, None)
        method: Callable[..., None] = getattr(self, name)
        # A list of the user's own may do more than pass on.
        is_ours = getattr(method, "__func__", None) is getattr(CallbackList, name)
        return None if is_ours and not self._listeners_to(name) else method

    def _listeners_to(self, name: str) -> list[tuple[Any, bool]]:
        """Return who defines a batch hook, and whether it reads logs late."""
        found = self._listeners.get(name)
        if found is None:
            found = self._listeners[name] = [
                (c, getattr(c, "reads_logs_late", False))
                for c in self.callbacks
                if _defines(c, name) or _defines(c, _ALIASES.get(name, name))
            ]
        return found

    def set_model(self, model: Any) -> None:
        """Tell all callbacks which model it is."""
        self.model = model
        for callback in self.callbacks:
            callback.set_model(model)

    def set_params(self, params: dict[str, Any]) -> None:
        """Tell all callbacks `verbose`, `epochs` and `steps`."""
        self.params = params
        for callback in self.callbacks:
            if hasattr(callback, "set_params"):
                callback.set_params(params)

    def __enter__(self) -> "CallbackList":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for callback in self.callbacks:
            if isinstance(callback, ProgbarLogger):
                callback.close()

    def _each(self, hook: str, *args: Any) -> None:
        for callback in self.callbacks:
            method = getattr(callback, hook, None)
            if method is not None:
                method(*args)
        # One of them may have gained a hook, or the list a callback.
        self._listeners.clear()

    def _each_batch(self, hook: str, batch: int, logs: Any) -> None:
        for callback, late in self._listeners_to(hook):
            if logs is None:
                logs = {}
            elif not late and hasattr(logs, "fetch"):
                logs.fetch()
            getattr(callback, hook)(batch, logs)

    # ---- training ----

    def on_train_begin(self, logs: Any = None) -> None:
        """Say that training begins."""
        for callback in self.callbacks:
            if isinstance(callback, History) and self.model is not None:
                self.model.history = callback
        self._each("on_train_begin", _given(logs))

    def on_train_end(self, logs: Any = None) -> None:
        """Say that training has ended."""
        self._each("on_train_end", _given(logs))

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Say that an epoch begins."""
        self._each("on_epoch_begin", epoch, _given(logs))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Say that an epoch has ended; callbacks may add to `logs`."""
        self._each("on_epoch_end", epoch, _given(logs))

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Say that a training step begins."""
        self._each_batch("on_train_batch_begin", batch, logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Say that a training step has ended."""
        self._each_batch("on_train_batch_end", batch, logs)

    def on_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Say that a training step begins; an older name."""
        self.on_train_batch_begin(batch, logs)

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        """Say that a training step has ended; an older name."""
        self.on_train_batch_end(batch, logs)

    # ---- measuring ----

    def on_test_begin(self, logs: Any = None) -> None:
        """Say that measuring begins."""
        self._each("on_test_begin", _given(logs))

    def on_test_end(self, logs: Any = None) -> None:
        """Say that measuring has ended."""
        self._each("on_test_end", _given(logs))

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Say that a batch is about to be measured."""
        self._each_batch("on_test_batch_begin", batch, logs)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Say that a batch was measured."""
        self._each_batch("on_test_batch_end", batch, logs)

    # ---- predicting ----

    def on_predict_begin(self, logs: Any = None) -> None:
        """Say that prediction begins."""
        self._each("on_predict_begin", _given(logs))

    def on_predict_end(self, logs: Any = None) -> None:
        """Say that prediction has ended."""
        self._each("on_predict_end", _given(logs))

    def on_predict_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Say that a batch is about to be predicted."""
        self._each_batch("on_predict_batch_begin", batch, logs)

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        """Say that a batch was predicted."""
        self._each_batch("on_predict_batch_end", batch, logs)


def _given(logs: Any) -> Any:
    return {} if logs is None else logs


def _verbosity(verbose: Any) -> int:
    if isinstance(verbose, str) and verbose == "auto":
        return 1
    if verbose in (0, 1, 2):
        return int(verbose)
    raise ValueError(
        f"verbose must be 'auto', 0 (silent), 1 (a bar) or 2 (a line per epoch), got "
        f"{verbose!r}."
    )


def _checked(callback: Any) -> Any:
    """Return the callback, or say why it is none.

    Objects of other libraries do if they have the hooks.
    """
    if inspect.isclass(callback):
        name = callback.__name__
        raise TypeError(f"callbacks: pass {name}(), not the class {name}.")
    if isinstance(callback, Callback) or callable(getattr(callback, "set_model", None)):
        return callback
    kind = type(callback).__name__
    advice = (
        " A function becomes one by LambdaCallback(on_epoch_end=function)."
        if callable(callback)
        else ""
    )
    raise TypeError(
        f"callbacks: expected a Callback or a list of them, got {callback!r} ({kind})."
        f"{advice}"
    )


def _defines(callback: Any, hook: str) -> bool:
    """Tell whether a hook is the callback's own rather than the empty one."""
    if hook in getattr(callback, "__dict__", {}):
        return True
    own = getattr(type(callback), hook, None)
    return own is not None and own is not getattr(Callback, hook)
