"""ReduceLROnPlateau: a smaller learning rate when a metric stops getting better."""

from typing import Any

from cornu.callbacks import learning_rates
from cornu.callbacks.monitor_callback import MonitorCallback
from cornu.utils.messages import say


class ReduceLROnPlateau(MonitorCallback):
    """Multiply the learning rate by a factor when a metric stops getting better.

    The logs of each epoch get its learning rate as ``"learning_rate"``.

    Parameters
    ----------
    monitor : str, default "val_loss"
        Name of the metric in the logs.
    factor : float in (0, 1), default 0.1
        What the learning rate is multiplied by.
    patience : int, default 10
        Number of epochs without a better value after which it is.
    verbose : {0, 1}, default 0
        Whether to say so.
    mode : {"auto", "min", "max"}, default "auto"
        Whether less or more is better; "auto" goes by the metric.
    min_delta : float, default 1e-4
        By how much the metric must change to count as better.
    cooldown : int, default 0
        Number of epochs after a reduction that do not count.
    min_lr : float, default 0.0
        The learning rate is not made smaller than this.

    Raises
    ------
    ValueError
        If `factor` is 1 or more, or "auto" cannot tell what is better.
    TypeError
        If the optimizer's learning rate comes from a schedule.

    Examples
    --------
    >>> import cornu as keras
    >>> keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=3).cooldown
    0
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        if factor >= 1.0:
            raise ValueError(f"ReduceLROnPlateau: factor must be < 1, got {factor}.")
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.min_lr = min_lr
        self._restart()

    def _restart(self) -> None:
        self.best = None
        self.wait = 0
        self.cooldown_counter = 0

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        super().on_train_begin(logs)
        learning_rates.require_settable(self.model, "ReduceLROnPlateau")
        self._restart()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        logs = {} if logs is None else logs
        value = self._watch(logs, "The learning rate is not reduced.")
        logs["learning_rate"] = learning_rates.read(self.model)
        if value is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self._is_better(value, self.best):
            self.best = value
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch, logs["learning_rate"])

    def in_cooldown(self) -> bool:
        """Tell whether epochs do not count, so soon after a reduction."""
        return self.cooldown_counter > 0

    def _reduce(self, epoch: int, rate: float) -> None:
        # Back from single precision, the least rate may look larger than it was given.
        if rate <= self.min_lr * (1 + 1e-6):
            return
        rate = max(rate * self.factor, self.min_lr)
        learning_rates.write(self.model, rate)
        if self.verbose:
            say(
                f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to "
                f"{rate}."
            )
        self.cooldown_counter = self.cooldown
        self.wait = 0
