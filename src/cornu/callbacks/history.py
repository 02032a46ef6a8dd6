"""History: the metrics of every epoch."""

from typing import Any

from cornu.callbacks.callback import Callback


class History(Callback):
    """Keep what every epoch's metrics were; ``fit`` returns one.

    Attributes
    ----------
    epoch : list of int
        Numbers of the epochs of the last training, from `initial_epoch` on.
    history : dict of str to list
        One list per metric, with one value per epoch. Given to a second training, it
        goes on where the first ended.

    Examples
    --------
    >>> import cornu as keras
    >>> history = keras.callbacks.History()
    >>> history.on_train_begin()
    >>> history.on_epoch_end(0, {"loss": 0.5})
    >>> history.history
    {'loss': [0.5]}
    """

    def __init__(self) -> None:
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
