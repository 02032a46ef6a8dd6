"""Hinge: running mean of missed margins."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import hinge


@metric_registry.register()
class Hinge(MeanMetricWrapper):
    """Average ``max(1 - y_true * y_pred, 0)``.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "hinge"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.Hinge()
    >>> metric.update_state([[1.0, -1.0]], [[0.5, 0.5]])
    >>> round(metric.result().item(), 4)
    1.0
    """

    def __init__(
        self,
        name: str = "hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(hinge, name, dtype)
