"""SquaredHinge: running mean of squared missed margins."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import squared_hinge


@metric_registry.register()
class SquaredHinge(MeanMetricWrapper):
    """Average ``max(1 - y_true * y_pred, 0) ** 2``.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "squared_hinge"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.SquaredHinge()
    >>> metric.update_state([[1.0, -1.0]], [[0.5, 0.5]])
    >>> round(metric.result().item(), 4)
    1.25
    """

    def __init__(
        self,
        name: str = "squared_hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(squared_hinge, name, dtype)
