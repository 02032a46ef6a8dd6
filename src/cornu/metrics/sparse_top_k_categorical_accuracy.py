"""SparseTopKCategoricalAccuracy: share of classes nearly right."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.hits import sparse_top_k_categorical_accuracy


@metric_registry.register()
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """Return how often the target is among the k best classes.

    Targets are class numbers.

    Parameters
    ----------
    k : int, default 5
        How many classes count as best.
    name : str, default "sparse_top_k_categorical_accuracy"
    dtype : str, optional
        Type to compute in.
    from_sorted_ids : bool, default False
        Whether predictions are class numbers, the best first, instead of scores.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.SparseTopKCategoricalAccuracy(k=2)
    >>> metric.update_state([1], [[0.1, 0.3, 0.6]])
    >>> round(metric.result().item(), 4)
    1.0
    """

    def __init__(
        self,
        k: int = 5,
        name: str = "sparse_top_k_categorical_accuracy",
        dtype: Any = None,
        from_sorted_ids: bool = False,
    ) -> None:
        super().__init__(
            sparse_top_k_categorical_accuracy,
            name,
            dtype,
            k=k,
            from_sorted_ids=from_sorted_ids,
        )
        self.k = k
        self._sorted_ids = from_sorted_ids

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config = super().get_config()
        # Keras leaves it out; one that is not the default must survive.
        if self._sorted_ids:
            config["from_sorted_ids"] = True
        return config
