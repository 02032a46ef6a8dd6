"""TopKCategoricalAccuracy: share of classes nearly right, targets one-hot."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import top_k_categorical_accuracy


@metric_registry.register()
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """Return how often the target's class is among the k best.

    Targets are one-hot.

    Parameters
    ----------
    k : int, default 5
        How many classes count as best.
    name : str, default "top_k_categorical_accuracy"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.TopKCategoricalAccuracy(k=2)
    >>> metric.update_state([[0.0, 1.0, 0.0]], [[0.1, 0.3, 0.6]])
    >>> round(metric.result().item(), 4)
    1.0
    """

    def __init__(
        self,
        k: int = 5,
        name: str = "top_k_categorical_accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            top_k_categorical_accuracy,
            name,
            dtype,
            k=k,
        )
        self.k = k
