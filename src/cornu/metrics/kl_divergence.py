"""KLDivergence: running mean of the distance of distributions."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import kl_divergence


@metric_registry.register()
class KLDivergence(MeanMetricWrapper):
    """Average ``sum(y_true * log(y_true / y_pred))``.

    Over all samples and batches so far, in nats.

    Parameters
    ----------
    name : str, default "kl_divergence"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.KLDivergence()
    >>> metric.update_state([[0.5, 0.5]], [[0.25, 0.75]])
    >>> round(metric.result().item(), 4)
    0.1438
    """

    def __init__(
        self,
        name: str = "kl_divergence",
        dtype: Any = None,
    ) -> None:
        super().__init__(kl_divergence, name, dtype)
