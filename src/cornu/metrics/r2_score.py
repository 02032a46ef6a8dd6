"""R2Score: the share of the targets' variance that predictions explain."""

import math
from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import masked
from cornu.ops.criteria import pair
from cornu.utils.naming import suggest


@metric_registry.register()
class R2Score(Metric):
    """Return the share of the targets' variance that predictions explain.

    1 for perfect predictions, 0 for their mean, negative for worse.

    Parameters
    ----------
    class_aggregation : {"uniform_average", "variance_weighted_average", None}
        How the scores of several outputs are brought together; the default is
        "uniform_average", None gives one score an output.
    num_regressors : int >= 0, default 0
        Number of independent inputs, for the adjusted score; 0 for the plain one. With
        too few samples to adjust, the plain one is returned.
    name : str, default "r2_score"
    dtype : str, optional
        Type of the state and the result.

    Raises
    ------
    ValueError
        If a setting lies outside its range.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.R2Score()
    >>> metric.update_state([[1.0], [4.0], [3.0]], [[2.0], [4.0], [4.0]])
    >>> round(metric.result().item(), 4)
    0.5714
    """

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str = "r2_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        known = ("uniform_average", "variance_weighted_average")
        if class_aggregation is not None and class_aggregation not in known:
            raise ValueError(
                f"{name}: unknown class_aggregation {class_aggregation!r}."
                f"{suggest(str(class_aggregation), known)} Use one of "
                f"{', '.join(known)}, or None."
            )
        if num_regressors < 0:
            raise ValueError(
                f"{name}: num_regressors must be >= 0, got {num_regressors}."
            )
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors
        self.num_samples = self.add_variable((), name="num_samples")
        self._sums: list[Any] = []

    def _create_state(self, outputs: int) -> None:
        names = ("squared_sum", "sum", "residual", "count")
        self._sums = [self.add_variable((outputs,), name=name) for name in names]

    def update_state(
        self,
        y_true: Any,
        y_pred: Any,
        sample_weight: Any = None,
        mask: Any = None,
    ) -> None:
        """Take in a batch.

        Parameters
        ----------
        y_true, y_pred : array-like, shape (batch, outputs)
        sample_weight : array-like, shape (batch,), optional
        mask : array-like of bool, shape (batch,), optional
            Which samples count.

        Raises
        ------
        ShapeError
            If there are not two axes.
        """
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        if len(y_pred.shape) != 2:
            raise ShapeError(
                f"{self.name}: y_pred has shape {tuple(y_pred.shape)}; it must be "
                f"(batch, outputs)."
            )
        if not self._sums:
            self._create_state(y_pred.shape[-1])
        weights = masked(sample_weight, mask, self.dtype)
        own = ops.ones_like(y_true)
        if weights is not None:
            weights = ops.cast(weights, self.dtype)
            if len(weights.shape) == 1:
                weights = ops.expand_dims(weights, -1)
            own = own * weights
        scaled = y_true * own
        new = (
            ops.sum(y_true * scaled, axis=0),
            ops.sum(scaled, axis=0),
            ops.sum(ops.square(y_true - y_pred) * own, axis=0),
            ops.sum(own, axis=0),
        )
        for variable, addend in zip(self._sums, new):
            variable.adopt(variable + addend)
        # Every output counts as a sample, as in Keras.
        rows, outputs = y_pred.shape
        self.num_samples.adopt(self.num_samples + float(rows * outputs))

    def result(self) -> Any:
        """Return the score: of shape (), or one an output without aggregation."""
        if not self._sums:
            return ops.zeros((), dtype=self.dtype)
        squares, sums, residual, count = (v.value for v in self._sums)
        some = count > 0
        spread = squares - sums * (sums / ops.where(some, count, 1.0))
        varied = spread != 0
        scores = 1.0 - residual / ops.where(varied, spread, 1.0)
        # Without variance there is nothing to explain; without samples, no score.
        scores = ops.where(varied, scores, ops.where(residual > 0, 0.0, math.nan))
        if self.class_aggregation == "uniform_average":
            scores = ops.mean(scores)
        elif self.class_aggregation == "variance_weighted_average":
            whole = ops.sum(spread)
            shares = spread / ops.where(whole != 0, whole, math.nan)
            scores = ops.sum(scores * shares)
        return self._adjusted(scores) if self.num_regressors else scores

    def _adjusted(self, scores: Any) -> Any:
        free = self.num_samples - float(self.num_regressors) - 1.0
        enough = free > 0
        divisor = ops.where(enough, free, 1.0)
        better = 1.0 - (1.0 - scores) * (self.num_samples - 1.0) / divisor
        return ops.where(enough, better, scores)
