"""MeanSquaredError: running mean of squared differences."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import mean_squared_error


@metric_registry.register("mse", "MSE")
class MeanSquaredError(MeanMetricWrapper):
    """Average squared differences.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "mean_squared_error"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanSquaredError()
    >>> metric.update_state([[0.0, 1.0]], [[1.0, 3.0]])
    >>> round(metric.result().item(), 4)
    2.5
    """

    def __init__(
        self,
        name: str = "mean_squared_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_error, name, dtype)
