"""Callback: what may be told of the course of training, measuring and predicting."""

from typing import Any


class Callback:
    """Be told when training begins and ends, epoch by epoch and batch by batch.

    Subclass it and define the hooks you want. During a hook, ``self.model`` is the
    model and ``self.params`` holds ``"verbose"``, ``"epochs"`` and ``"steps"``.
    Setting ``self.model.stop_training = True`` ends training after the current batch.

    Notes
    -----
    A hook may add to the `logs` of ``on_epoch_end``: callbacks after it, the history
    and the printed line see the addition. Batch hooks that a subclass does not define
    cost nothing; ``on_train_batch_end`` makes every step wait for its metrics.

    Examples
    --------
    >>> import cornu as keras
    >>> class Goal(keras.callbacks.Callback):
    ...     def on_epoch_end(self, epoch, logs=None):
    ...         if logs["loss"] < 0.1:
    ...             self.model.stop_training = True
    >>> Goal().params is None
    True
    """

    # On the class, since subclasses often forget super().__init__().
    model: Any = None
    params: dict[str, Any] | None = None

    reads_logs_late: bool = False
    """Whether batch hooks take logs nobody has computed yet and look only if needed."""

    def set_model(self, model: Any) -> None:
        """Take note of the model."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Take note of ``"verbose"``, ``"epochs"`` and ``"steps"``."""
        self.params = params

    # ---- training ----

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Run before the first epoch."""

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Run after the last epoch, whose logs it gets."""

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Run before an epoch; the first is number 0."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Run after an epoch and its validation, whose metrics begin with ``val_``."""

    def on_train_batch_begin(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        """Run before a training step; the epoch's first is number 0."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        """Run after a training step, with the means since the epoch began."""
        self.on_batch_end(batch, logs)

    def on_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Run before a training step; an older name of `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Run after a training step; an older name of `on_train_batch_end`."""

    # ---- measuring, also for validation ----

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Run before evaluation or validation."""

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:
        """Run after evaluation or validation, with its results."""

    def on_test_batch_begin(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        """Run before a batch is measured."""

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Run after a batch is measured, with the means so far."""

    # ---- predicting ----

    def on_predict_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Run before prediction."""

    def on_predict_end(self, logs: dict[str, Any] | None = None) -> None:
        """Run after prediction."""

    def on_predict_batch_begin(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        """Run before a batch is predicted."""

    def on_predict_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        """Run after a batch is predicted; ``logs["outputs"]`` holds the outputs."""
