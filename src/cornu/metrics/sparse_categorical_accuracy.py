"""SparseCategoricalAccuracy: share of right classes."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import sparse_categorical_accuracy


@metric_registry.register()
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """Return how often the best class is the target.

    Targets are class numbers.

    Parameters
    ----------
    name : str, default "sparse_categorical_accuracy"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.SparseCategoricalAccuracy()
    >>> metric.update_state([1, 0], [[0.4, 0.6], [0.3, 0.7]])
    >>> round(metric.result().item(), 4)
    0.5
    """

    def __init__(
        self,
        name: str = "sparse_categorical_accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)
