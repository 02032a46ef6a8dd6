"""EarlyStopping: end training when a metric stops getting better."""

from typing import Any

from cornu.callbacks.monitor_callback import MonitorCallback
from cornu.utils.messages import say


class EarlyStopping(MonitorCallback):
    """End training when a metric has not become better for some epochs.

    Parameters
    ----------
    monitor : str, default "val_loss"
        Name of the metric in the logs.
    min_delta : float, default 0
        By how much the metric must change to count as better.
    patience : int >= 0, default 0
        Number of epochs without a better value after which training ends.
    verbose : {0, 1}, default 0
        Whether to say so.
    mode : {"auto", "min", "max"}, default "auto"
        Whether less or more is better; "auto" goes by the metric.
    baseline : float, optional
        Epochs that do not beat this value count as not better.
    restore_best_weights : bool, default False
        Whether the weights of the best epoch are put back at the end.
    start_from_epoch : int >= 0, default 0
        Epochs before this one are not looked at.

    Raises
    ------
    ValueError
        If `patience` is negative, or "auto" cannot tell what is better.

    Attributes
    ----------
    best : float or None
        The best value so far.
    best_epoch : int
        The epoch it is from.
    stopped_epoch : int
        The epoch at which training was ended; 0 if it was not.

    Examples
    --------
    >>> import cornu as keras
    >>> stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    >>> stop.monitor
    'val_loss'
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        if patience < 0:
            raise ValueError(f"EarlyStopping: patience must be >= 0, got {patience}.")
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self._restart()

    def _restart(self) -> None:
        self.wait = 0
        self.stopped_epoch = 0
        self.best = None
        self.best_epoch = 0
        self.best_weights: list[Any] | None = None

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        super().on_train_begin(logs)
        self._restart()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        value = self._watch(logs or {}, "Training is not ended early.")
        if value is None or epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self._is_better(value, self.best):
            self._keep(epoch, value)
            if self.baseline is None or self._is_better(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def _keep(self, epoch: int, value: float) -> None:
        self.best = value
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        if self.stopped_epoch > 0 and self.verbose:
            say(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.best_weights is None:
            return
        if self.verbose:
            say(
                f"Restoring model weights from the end of the best epoch: "
                f"{self.best_epoch + 1}."
            )
        self.model.set_weights(self.best_weights)
