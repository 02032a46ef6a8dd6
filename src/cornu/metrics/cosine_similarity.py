"""CosineSimilarity: how alike the directions of targets and predictions are."""

from typing import Any

from cornu import ops
from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import cosine_similarity as minus_cosine


def _cosine(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    return ops.negative(minus_cosine(y_true, y_pred, axis))


@metric_registry.register()
class CosineSimilarity(MeanMetricWrapper):
    """Average the cosine of the angle between targets and predictions.

    1 for the same direction; the loss of this name is its negative.

    Parameters
    ----------
    name : str, default "cosine_similarity"
    dtype : str, optional
        Type to compute in.
    axis : int, default -1
        Axis of the vectors.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.CosineSimilarity()
    >>> metric.update_state([[3.0, 4.0]], [[4.0, 3.0]])
    >>> round(metric.result().item(), 4)
    0.96
    """

    def __init__(
        self, name: str = "cosine_similarity", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(_cosine, name, dtype, axis=axis)
        self._axis = axis

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config = super().get_config()
        # Keras leaves the axis out; one that is not the default must survive.
        if self._axis != -1:
            config["axis"] = self._axis
        return config
