"""MeanSquaredLogarithmicError: running mean of magnitudes' differences."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import mean_squared_logarithmic_error


@metric_registry.register("msle", "MSLE")
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """Average squared differences of ``log(1 + y)``.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "mean_squared_logarithmic_error"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.MeanSquaredLogarithmicError()
    >>> metric.update_state([[1.0]], [[3.0]])
    >>> round(metric.result().item(), 4)
    0.4805
    """

    def __init__(
        self,
        name: str = "mean_squared_logarithmic_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_logarithmic_error, name, dtype)
