"""MonitorCallback: the base of callbacks that follow one metric."""

import math
import re
import warnings
from collections.abc import Mapping
from typing import Any

from cornu.callbacks.callback import Callback
from cornu.utils.naming import suggest, to_snake_case

# How the names of metrics, and of their classes in snake case, end.
_RISING = re.compile(
    r"(^|_)(acc|accuracy|auc|precision|recall|sensitivity|specificity|f1|f1_score"
    r"|f_?beta_score|iou|io_u|r2|r2_score|cosine_similarity|correlation)$"
)
_FALLING = re.compile(
    r"(^|_)(loss|error|mae|mse|mape|msle|rmse|crossentropy|hinge|kl_divergence|kld"
    r"|logcosh|log_cosh|poisson)$"
)


class MonitorCallback(Callback):
    """Follow one metric and tell when it gets better.

    Parameters
    ----------
    monitor : str
        Name of the metric in the logs.
    mode : {"auto", "min", "max"}
        Whether less or more is better; "auto" goes by the metric.
    min_delta : float >= 0
        By how much it must change to count as better.

    Raises
    ------
    TypeError
        If `monitor` is no name.
    """

    def __init__(self, monitor: str, mode: str, min_delta: float = 0.0) -> None:
        who = type(self).__name__
        if not isinstance(monitor, str):
            raise TypeError(
                f"{who}: monitor must be a metric's name, got {monitor!r} "
                f"({type(monitor).__name__})."
            )
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"{who}: mode {mode!r} is unknown; use 'min', 'max' or 'auto'. Going "
                f"on with 'auto'.",
                stacklevel=3,
            )
            mode = "auto"
        self.monitor = monitor
        self.mode = mode
        self.min_delta = abs(min_delta)
        self.best: float | None = None
        self._sign = {"min": -1, "max": 1}.get(mode, 0)
        self._has_warned = False

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self._has_warned = False

    def _watch(self, logs: Mapping[str, Any], consequence: str) -> float | None:
        """Return the metric's value; None, with one warning, if it is missing.

        Raises
        ------
        ValueError
            If it cannot be told whether less or more is better, or it is no number.
        """
        if self._sign == 0:
            self._sign = self._direction(logs)
        value = logs.get(self.monitor)
        if value is not None:
            if not hasattr(value, "__float__"):
                raise ValueError(
                    f"{type(self).__name__}: {self.monitor!r} is {value!r}; monitor a "
                    f"metric that is a single number."
                )
            return float(value)
        if not self._has_warned:
            self._has_warned = True
            warnings.warn(
                f"{type(self).__name__}: {self._missing(logs)} {consequence}",
                stacklevel=3,
            )
        return None

    def _missing(self, logs: Mapping[str, Any]) -> str:
        advice = suggest(self.monitor, logs)
        if self.monitor.startswith("val_") and not any(
            name.startswith("val_") for name in logs
        ):
            advice = " Pass validation_data or validation_split to fit()."
        listed = ", ".join(logs) or "none"
        return (
            f"the monitored metric {self.monitor!r} is not available; available are: "
            f"{listed}.{advice}"
        )

    def _direction(self, logs: Mapping[str, Any]) -> int:
        name = re.sub(r"_\d+$", "", self.monitor.removeprefix("val_"))
        for metric in getattr(self.model, "metrics", None) or ():
            if name == metric.name or name.endswith(f"_{metric.name}"):
                told = getattr(metric, "_direction", None)
                kind = to_snake_case(type(metric).__name__)
                sign = {"up": 1, "down": -1}.get(str(told), 0) or _sign_of(kind)
                if sign:
                    return sign
        sign = _sign_of(name)
        if sign:
            return sign
        absent = "" if self.monitor in logs else f" Also, {self._missing(logs)}"
        raise ValueError(
            f"{type(self).__name__}: cannot tell whether {self.monitor!r} should go up "
            f"or down. Pass mode='max' if more is better, mode='min' if less is."
            f"{absent}"
        )

    def _is_better(self, value: float, reference: float | None) -> bool:
        """Tell whether `value` beats `reference`; any number beats none and NaN."""
        if reference is None or (math.isnan(reference) and not math.isnan(value)):
            return True
        if self._sign > 0:
            return value - self.min_delta > reference
        return value + self.min_delta < reference


def _sign_of(name: str) -> int:
    if _RISING.search(name):
        return 1
    return -1 if _FALLING.search(name) else 0
