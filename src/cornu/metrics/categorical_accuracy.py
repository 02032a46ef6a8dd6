"""CategoricalAccuracy: share of right classes, targets one-hot."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import categorical_accuracy


@metric_registry.register()
class CategoricalAccuracy(MeanMetricWrapper):
    """Return how often the best class is the target's.

    Targets are one-hot.

    Parameters
    ----------
    name : str, default "categorical_accuracy"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.CategoricalAccuracy()
    >>> metric.update_state([[0.0, 1.0], [1.0, 0.0]], [[0.4, 0.6], [0.3, 0.7]])
    >>> round(metric.result().item(), 4)
    0.5
    """

    def __init__(
        self,
        name: str = "categorical_accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__(categorical_accuracy, name, dtype)
