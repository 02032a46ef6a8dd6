"""Sum: the weighted sum of all values so far."""

from typing import Any

from cornu import ops
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import weighted


@metric_registry.register()
class Sum(Metric):
    """Add up all values so far.

    Parameters
    ----------
    name : str, default "sum"
    dtype : str, optional
        Type of the state and the result.

    Examples
    --------
    >>> from cornu import metrics
    >>> total = metrics.Sum()
    >>> total.update_state([1.0, 3.0])
    >>> total.update_state([1.0, 2.0], sample_weight=[0.0, 1.0])
    >>> total.result().item()
    6.0
    """

    def __init__(self, name: str | None = "sum", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable((), name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Take in values.

        Parameters
        ----------
        values : array-like
        sample_weight : array-like, optional
            Of the shape of `values` or of its first axes.
        """
        if sample_weight is None:
            values = ops.cast(values, self.dtype)
        else:
            values, _ = weighted(values, sample_weight, self.dtype)
        self.total.adopt(self.total + ops.sum(values))

    def result(self) -> Any:
        """Return the sum, a Tensor of shape ()."""
        return self.total.value
