"""TerminateOnNaN: end training when the loss is no number any more."""

import math
from typing import Any

from cornu.callbacks.callback import Callback
from cornu.utils.messages import say


class TerminateOnNaN(Callback):
    """End training as soon as the loss is NaN or infinite.

    Every step waits for its loss to be looked at.

    Parameters
    ----------
    raise_error : bool, default False
        Whether to raise instead of ending training in the regular way.

    Raises
    ------
    RuntimeError
        During training, with `raise_error`, if the loss is NaN or infinite.

    Examples
    --------
    >>> import cornu as keras
    >>> keras.callbacks.TerminateOnNaN().raise_error
    False
    """

    def __init__(self, raise_error: bool = False) -> None:
        self.raise_error = raise_error

    def on_train_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(float(loss)):
            return
        if self.raise_error:
            raise RuntimeError(
                f"The loss is {float(loss)} at batch {batch}; training was ended. "
                f"Try a smaller learning rate, or clip gradients (clipnorm=1.0)."
            )
        say(f"Batch {batch}: Invalid loss, terminating training")
        self.model.stop_training = True
