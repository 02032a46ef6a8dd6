"""CategoricalHinge: running mean of missed margins of classes."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import categorical_hinge


@metric_registry.register()
class CategoricalHinge(MeanMetricWrapper):
    """Average by how much the best wrong class comes near the right one.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "categorical_hinge"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.CategoricalHinge()
    >>> metric.update_state([[1.0, 0.0]], [[2.0, 1.5]])
    >>> round(metric.result().item(), 4)
    0.5
    """

    def __init__(
        self,
        name: str = "categorical_hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(categorical_hinge, name, dtype)
