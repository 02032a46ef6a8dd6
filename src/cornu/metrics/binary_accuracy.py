"""BinaryAccuracy: share of right yes-or-no answers."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import binary_accuracy


@metric_registry.register()
class BinaryAccuracy(MeanMetricWrapper):
    """Return how often predictions are on the right side of a threshold.

    Targets are 0 or 1.

    Parameters
    ----------
    name : str, default "binary_accuracy"
    dtype : str, optional
        Type to compute in.
    threshold : float, default 0.5
        Predictions above it stand for 1.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.BinaryAccuracy()
    >>> metric.update_state([[1], [1], [0], [0]], [[0.9], [0.2], [0.1], [0.6]])
    >>> round(metric.result().item(), 4)
    0.5
    """

    def __init__(
        self,
        name: str = "binary_accuracy",
        dtype: Any = None,
        threshold: float = 0.5,
    ) -> None:
        super().__init__(
            binary_accuracy,
            name,
            dtype,
            threshold=threshold,
        )
        self.threshold = threshold
