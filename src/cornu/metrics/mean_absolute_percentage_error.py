"""MeanAbsolutePercentageError: running mean of percentages."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import mean_absolute_percentage_error


@metric_registry.register("mape", "MAPE")
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """Average differences in percent of the targets.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "mean_absolute_percentage_error"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanAbsolutePercentageError()
    >>> metric.update_state([[2.0, 1.0]], [[1.0, 1.0]])
    >>> round(metric.result().item(), 4)
    25.0
    """

    def __init__(
        self,
        name: str = "mean_absolute_percentage_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_percentage_error, name, dtype)
