"""Accuracy: share of predictions that equal their target."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import accuracy


@metric_registry.register()
class Accuracy(MeanMetricWrapper):
    """Return how often predictions equal targets.

    In ``compile``, the string "accuracy" stands for the accuracy that fits the shapes.

    Parameters
    ----------
    name : str, default "accuracy"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.Accuracy()
    >>> metric.update_state([1, 2, 3, 4], [0, 2, 3, 4])
    >>> round(metric.result().item(), 4)
    0.75
    """

    def __init__(
        self,
        name: str = "accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__(accuracy, name, dtype)
