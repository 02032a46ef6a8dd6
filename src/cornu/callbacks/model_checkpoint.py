"""ModelCheckpoint: write the model, or its weights, to a file as training goes on."""

import os
import string
from collections.abc import Mapping
from typing import Any

from cornu.callbacks.monitor_callback import MonitorCallback
from cornu.utils.messages import say

_WEIGHTS = ".weights.h5"


class ModelCheckpoint(MonitorCallback):
    """Write the model or its weights to a file after epochs, or every few batches.

    Parameters
    ----------
    filepath : str or path
        May hold ``{epoch}``, ``{batch}`` and names of metrics, with formats:
        ``"{epoch:02d}-{val_loss:.2f}.weights.h5"``. Folders are made. Ends in
        ``.weights.h5`` with `save_weights_only`, else in ``.keras``.
    monitor : str, default "val_loss"
        The metric that says what is best.
    verbose : {0, 1}, default 0
        Whether to say what is written.
    save_best_only : bool, default False
        Whether to write only when `monitor` is better than before.
    save_weights_only : bool, default False
        Whether to write weights instead of the whole model.
    mode : {"auto", "min", "max"}, default "auto"
        Whether less or more is better; "auto" goes by the metric.
    save_freq : "epoch" or int >= 1, default "epoch"
        After every epoch, or after that many batches.
    initial_value_threshold : float, optional
        With `save_best_only`, the value to beat from the start.

    Raises
    ------
    ValueError
        If the file's ending or `save_freq` is wrong; or, when training begins, if the
        model cannot be saved whole.
    KeyError
        If `filepath` names a metric that is not in the logs.

    Examples
    --------
    >>> import cornu as keras
    >>> checkpoint = keras.callbacks.ModelCheckpoint(
    ...     "best.weights.h5", save_best_only=True, save_weights_only=True
    ... )
    >>> checkpoint.filepath
    'best.weights.h5'
    """

    reads_logs_late = True

    def __init__(
        self,
        filepath: Any,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode)
        self.filepath: str = os.fspath(filepath)
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.save_freq = save_freq
        self.best = initial_value_threshold
        self._epoch = 0
        self._batches = 0
        self._last_batch = -1
        _check_ending(self.filepath, save_weights_only)
        self._names = _names_in(self.filepath)
        if save_freq != "epoch" and (not isinstance(save_freq, int) or save_freq < 1):
            raise ValueError(
                f"ModelCheckpoint: save_freq must be 'epoch' or a positive number of "
                f"batches, got {save_freq!r}."
            )

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        super().on_train_begin(logs)
        if self.save_weights_only or hasattr(self.model, "save"):
            return
        raise ValueError(
            f"ModelCheckpoint: {type(self.model).__name__} cannot be saved whole. Pass "
            f"save_weights_only=True and a path that ends in {_WEIGHTS}, for example "
            f"{self.filepath.removesuffix('.keras') + _WEIGHTS!r}."
        )

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        if isinstance(self.save_freq, str):
            return
        # Several steps done together are heard of once, by the number of the last.
        before = self._last_batch if self._last_batch < batch else -1
        self._batches += batch - before
        self._last_batch = batch
        if self._batches >= self.save_freq:
            self._batches = 0
            self._consider(self._epoch, batch, logs or {})

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if self.save_freq == "epoch":
            self._consider(epoch, None, logs or {})

    def _consider(self, epoch: int, batch: int | None, logs: Mapping[str, Any]) -> None:
        label = f"\nEpoch {epoch + 1}: "
        gain = ""
        if self.save_best_only:
            value = self._watch(logs, "The model is written all the same.")
            if value is not None:
                before = "None" if self.best is None else f"{self.best:.5f}"
                if not self._is_better(value, self.best):
                    self._say(f"{label}{self.monitor} did not improve from {before}")
                    return
                gain = f"{self.monitor} improved from {before} to {value:.5f}, "
                self.best = value
        path = self._path(epoch, batch, logs)
        self._say(f"{label}{gain}saving model to {path}")
        self._write(path)
        self._say(f"{label}finished saving model to {path}")

    def _say(self, text: str) -> None:
        if self.verbose:
            say(text)

    def _path(self, epoch: int, batch: int | None, logs: Mapping[str, Any]) -> str:
        values: dict[str, Any] = {"epoch": epoch + 1}
        if batch is not None:
            values["batch"] = batch + 1
        if self._names - values.keys():
            values.update(logs)  # only now: looking at logs may wait for the step
        try:
            return self.filepath.format(**values)
        except (KeyError, IndexError) as error:
            raise KeyError(
                f"ModelCheckpoint: filepath {self.filepath!r} asks for {error}; it can "
                f"use {', '.join(values)}."
            ) from None
        except (ValueError, TypeError) as error:
            raise ValueError(
                f"ModelCheckpoint: filepath {self.filepath!r} cannot be filled in with "
                f"{values}: {error}."
            ) from None

    def _write(self, path: str) -> None:
        if os.path.isdir(path):
            raise IsADirectoryError(
                f"ModelCheckpoint: {path!r} is a folder; filepath must name a file."
            )
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)


def _names_in(filepath: str) -> set[str]:
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(filepath)]
    except ValueError as error:
        raise ValueError(
            f"ModelCheckpoint: filepath {filepath!r} is no format string: {error}. "
            f"Braces that are meant are doubled."
        ) from None
    return {name for name in fields if name}


def _check_ending(filepath: str, save_weights_only: bool) -> None:
    if save_weights_only and not filepath.endswith(_WEIGHTS):
        raise ValueError(
            f"ModelCheckpoint: with save_weights_only=True the path must end in "
            f"{_WEIGHTS}, got {filepath!r}."
        )
    if not save_weights_only and not filepath.endswith(".keras"):
        raise ValueError(
            f"ModelCheckpoint: the path must end in .keras (or in {_WEIGHTS} with "
            f"save_weights_only=True), got {filepath!r}."
        )
