"""ProgbarLogger: the line that `fit`, `evaluate` and `predict` print."""

from collections.abc import Mapping
from typing import Any

from cornu.callbacks.callback import Callback
from cornu.utils.messages import say
from cornu.utils.progress import ProgressBar


class ProgbarLogger(Callback):
    """Print how far the work has come, and the metrics.

    ``fit``, ``evaluate`` and ``predict`` add one unless their `verbose` is 0.
    Validation during ``fit`` has no bar of its own; its metrics end the epoch's line.

    Examples
    --------
    >>> import cornu as keras
    >>> logger = keras.callbacks.ProgbarLogger()
    >>> logger.set_params({"verbose": 1, "epochs": 3, "steps": 10})
    >>> logger.on_train_begin()
    >>> logger.on_epoch_begin(0)
    Epoch 1/3
    """

    reads_logs_late = True

    def __init__(self) -> None:
        self._bar: ProgressBar | None = None
        self._seen = 0
        self._steps: int | None = None
        self._end: int | None = None
        self._epochs = 1
        self._verbose: Any = 1
        self._training = False

    def set_params(self, params: dict[str, Any]) -> None:
        super().set_params(params)
        verbose = params.get("verbose", 1)
        self._verbose = 1 if verbose == "auto" else int(verbose)
        self._epochs = params.get("epochs", 1)
        self._steps = self._end = params.get("steps")

    def _open(self) -> None:
        self.close()
        self._seen = 0
        self._bar = ProgressBar(self._steps, self._verbose)

    def _advance(self, batch: int, logs: Mapping[str, Any] | None) -> None:
        # Where several steps are done together, the last number may go beyond the end.
        self._seen = min(batch + 1, self._end or batch + 1)
        bar = self._bar
        if bar is not None:
            if bar.is_due:
                bar.update(self._seen, _numbers(logs))
            else:
                bar.update(self._seen)

    def _finish(self, logs: Mapping[str, Any] | None) -> None:
        if self._bar is not None:
            self._bar.finish(_numbers(logs), current=self._seen)
            self._bar = None

    def close(self) -> None:
        """End the line as it stands: the work was interrupted."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self._training = True

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        self._training = False

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._open()
        if self._verbose:
            say(f"Epoch {epoch + 1}/{self._epochs}")

    def on_train_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        self._advance(batch, logs)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._finish(logs)
        # A length that only the first epoch could tell is known from the second on.
        self._steps = self._steps or self._seen

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:
        if not self._training:
            self._open()

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if not self._training:
            self._advance(batch, logs)

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:
        if not self._training:
            self._finish(logs)

    def on_predict_begin(self, logs: dict[str, Any] | None = None) -> None:
        self._open()

    def on_predict_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        self._advance(batch, None)  # the outputs are no metrics

    def on_predict_end(self, logs: dict[str, Any] | None = None) -> None:
        self._finish(None)


def _numbers(logs: Mapping[str, Any] | None) -> dict[str, float]:
    """Return what can be shown on a line: lists of values per class cannot."""
    shown = {}
    for name, value in (logs or {}).items():
        if not isinstance(value, str) and hasattr(value, "__float__"):
            if getattr(value, "shape", ()) == ():
                shown[name] = float(value)
    return shown
