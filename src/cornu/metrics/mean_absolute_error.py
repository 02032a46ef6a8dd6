"""MeanAbsoluteError: running mean of absolute differences."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import mean_absolute_error


@metric_registry.register("mae", "MAE")
class MeanAbsoluteError(MeanMetricWrapper):
    """Average absolute differences.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "mean_absolute_error"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanAbsoluteError()
    >>> metric.update_state([[0.0, 1.0]], [[1.0, 3.0]])
    >>> round(metric.result().item(), 4)
    1.5
    """

    def __init__(
        self,
        name: str = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_error, name, dtype)
