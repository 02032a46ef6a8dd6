"""LogCoshError: running mean of a smooth distance."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import log_cosh


@metric_registry.register("logcosh")
class LogCoshError(MeanMetricWrapper):
    """Average ``log(cosh(y_pred - y_true))``.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "logcosh"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.LogCoshError()
    >>> metric.update_state([[0.0]], [[1.0]])
    >>> round(metric.result().item(), 4)
    0.4338
    """

    def __init__(
        self,
        name: str = "logcosh",
        dtype: Any = None,
    ) -> None:
        super().__init__(log_cosh, name, dtype)
