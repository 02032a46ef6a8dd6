"""Poisson: running mean of the loss of counts."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import poisson


@metric_registry.register()
class Poisson(MeanMetricWrapper):
    """Average ``y_pred - y_true * log(y_pred)``.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "poisson"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.Poisson()
    >>> metric.update_state([[2.0]], [[1.0]])
    >>> round(metric.result().item(), 4)
    1.0
    """

    def __init__(
        self,
        name: str = "poisson",
        dtype: Any = None,
    ) -> None:
        super().__init__(poisson, name, dtype)
