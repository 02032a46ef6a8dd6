"""Recall: the share of class 1 that is found."""

from collections.abc import Sequence
from typing import Any

from cornu.metrics.confusion import ConfusionRatio
from cornu.metrics.registry import metric_registry


@metric_registry.register()
class Recall(ConfusionRatio):
    """Return the share of class 1 that is found.

    Parameters
    ----------
    thresholds : float in [0, 1] or list of them, optional
        Predictions above it stand for class 1; 0.5 by default.
    top_k : int, optional
        Count only the k largest predictions of each sample as class 1.
    class_id : int, optional
        Look at this class (column) only.
    name : str, optional
    dtype : str, optional
        Type of the state and the result.

    Raises
    ------
    ValueError
        If a threshold lies outside [0, 1].

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.Recall()
    >>> metric.update_state([0, 1, 0, 0], [0.1, 0.9, 0.7, 0.8])
    >>> round(metric.result().item(), 4)
    1.0
    """

    other = "false_negatives"

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(thresholds, top_k, class_id, name, dtype)
