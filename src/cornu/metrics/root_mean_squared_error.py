"""RootMeanSquaredError: the root of the mean of squared differences."""

from typing import Any

from cornu import ops
from cornu.metrics.mean import Mean
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import masked
from cornu.ops.criteria import pair


@metric_registry.register()
class RootMeanSquaredError(Mean):
    """Return the root of the mean of squared differences.

    Parameters
    ----------
    name : str, default "root_mean_squared_error"
    dtype : str, optional
        Type to compute in.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.RootMeanSquaredError()
    >>> metric.update_state([[0.0, 0.0]], [[1.0, 7.0]])
    >>> metric.result().item()
    5.0
    """

    def __init__(
        self, name: str = "root_mean_squared_error", dtype: Any = None
    ) -> None:
        super().__init__(name, dtype)

    def update_state(  # type: ignore[override] # two arrays in place of one
        self,
        y_true: Any,
        y_pred: Any,
        sample_weight: Any = None,
        mask: Any = None,
    ) -> None:
        """Take in a batch.

        Parameters
        ----------
        y_true, y_pred : array-like, shape (batch, ...)
        sample_weight : array-like, optional
        mask : array-like of bool, optional
            Which values count.
        """
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        weights = masked(sample_weight, mask, self.dtype)
        super().update_state(ops.square(y_pred - y_true), weights)

    def result(self) -> Any:
        """Return the root of the mean, a Tensor of shape ()."""
        return ops.sqrt(super().result())
