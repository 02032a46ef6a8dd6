"""FalsePositives: the number of wrong answers of class 1."""

from collections.abc import Sequence
from typing import Any

from cornu.metrics.confusion import ConfusionCount
from cornu.metrics.registry import metric_registry


@metric_registry.register()
class FalsePositives(ConfusionCount):
    """Count wrong answers of class 1.

    Parameters
    ----------
    thresholds : float in [0, 1] or list of them, optional
        Predictions above it stand for class 1; 0.5 by default.
    name : str, optional
    dtype : str, optional
        Type of the state and the result.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.FalsePositives()
    >>> metric.update_state([0, 1, 0, 0], [0.1, 0.9, 0.7, 0.8])
    >>> metric.result().item()
    2.0
    """

    counted = "false_positives"

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(thresholds, name, dtype)
