"""LearningRateScheduler: a learning rate per epoch from a function."""

import inspect
import math
from collections.abc import Callable
from typing import Any

from cornu.callbacks import learning_rates
from cornu.callbacks.callback import Callback
from cornu.utils.messages import say


class LearningRateScheduler(Callback):
    """Set the learning rate at the beginning of every epoch.

    The logs of each epoch get its value as ``"learning_rate"``.

    Parameters
    ----------
    schedule : callable
        ``schedule(epoch, learning_rate)`` or ``schedule(epoch)``; returns the new
        learning rate. The first epoch is number 0.
    verbose : {0, 1}, default 0
        Whether to say what is set.

    Raises
    ------
    TypeError
        If `schedule` cannot be called so, or the optimizer has a schedule of its own.
    ValueError
        If it returns something that is no finite number >= 0.

    Examples
    --------
    >>> import cornu as keras
    >>> halve = keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr / 2)
    >>> halve.schedule(1, 0.1)
    0.05
    """

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        self.schedule = schedule
        self.verbose = verbose
        self._takes_rate = _takes_rate(schedule)

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        learning_rates.require_settable(self.model, "LearningRateScheduler")

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if self._takes_rate:
            value = self.schedule(epoch, learning_rates.read(self.model))
        else:
            value = self.schedule(epoch)
        rate = _as_rate(value)
        learning_rates.write(self.model, rate)
        if self.verbose:
            say(
                f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to "
                f"{rate}."
            )

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if logs is not None:
            logs["learning_rate"] = learning_rates.read(self.model)


def _takes_rate(schedule: Any) -> bool:
    """Tell a schedule of epoch and rate from one of the epoch alone."""
    try:
        signature = inspect.signature(schedule)
    except ValueError:  # some built-in functions have none
        return True
    except TypeError:
        raise TypeError(
            f"LearningRateScheduler: schedule must be a function of (epoch, "
            f"learning_rate) or (epoch), got {schedule!r} ({type(schedule).__name__})."
        ) from None
    for count in (2, 1):
        try:
            signature.bind(*range(count))
        except TypeError:
            continue
        return count == 2
    raise TypeError(
        f"LearningRateScheduler: schedule must take (epoch, learning_rate) or (epoch); "
        f"it takes {signature}."
    )


def _as_rate(value: Any) -> float:
    if hasattr(value, "__float__") and not isinstance(value, bool):
        rate = float(value)
        if math.isfinite(rate) and rate >= 0:
            return rate
    raise ValueError(
        f"LearningRateScheduler: schedule must return a finite number >= 0, got "
        f"{value!r} ({type(value).__name__})."
    )
