"""Mean: the weighted mean of all values so far."""

from typing import Any

from cornu import ops
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import divide_or_zero, numbers_each, weighted


@metric_registry.register()
class Mean(Metric):
    """Average all values so far.

    A sample (an index of the first axis) counts once, by the mean of its values.

    Parameters
    ----------
    name : str, default "mean"
    dtype : str, optional
        Type of the state and the result.

    Examples
    --------
    >>> from cornu import metrics
    >>> mean = metrics.Mean()
    >>> mean.update_state([1.0, 3.0])
    >>> mean.update_state(8.0, sample_weight=2.0)
    >>> mean.result().item()
    5.0
    """

    def __init__(self, name: str | None = "mean", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable((), name="total")
        self.count = self.add_variable((), name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Take in values.

        Parameters
        ----------
        values : array-like
        sample_weight : array-like, optional
            Of the shape of `values` or of its first axes; one number counts once for
            all of them.
        """
        values = ops.cast(values, self.dtype)
        rows, each = values.shape[0] if values.shape else 1, numbers_each(values)
        if sample_weight is None:
            total, count = ops.sum(values), float(rows)
        elif isinstance(sample_weight, (int, float)):
            each *= rows
            total, count = ops.sum(values) * sample_weight, float(sample_weight)
        else:
            products, weights = weighted(values, sample_weight, self.dtype)
            total, count = ops.sum(products), ops.sum(weights)
            if each > 1:
                count = count / each
            if not ops.convert_to_tensor(sample_weight).shape and values.shape:
                total, count = total / values.shape[0], count / values.shape[0]
        if each > 1:
            total = total / each
        self.total.adopt(self.total + total)
        self.count.adopt(self.count + count)

    def result(self) -> Any:
        """Return the mean, 0 before any value; a Tensor of shape ()."""
        return divide_or_zero(self.total.value, self.count.value)
