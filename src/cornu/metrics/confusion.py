"""Counts of right and wrong answers at thresholds, and what is made of them."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.metrics.metric import Metric
from cornu.metrics.weighting import divide_or_zero, masked
from cornu.ops.criteria import pair
from cornu.primitives.indexing import take_transpose

BELOW_ALL = -1e10
"""A threshold below every prediction: with top_k, all that is left stands for 1."""


def standardize_thresholds(
    thresholds: float | Sequence[float] | None, default: float
) -> list[float]:
    """Return thresholds as a list.

    Raises
    ------
    ValueError
        If one lies outside [0, 1].
    """
    if thresholds is None:
        return [default]
    each = [thresholds] if isinstance(thresholds, (int, float)) else list(thresholds)
    outside = [t for t in each if not 0 <= t <= 1]
    if outside:
        raise ValueError(f"Thresholds must lie in [0, 1], got {outside}.")
    return each


def weigh_answers(
    name: str, y_true: Any, y_pred: Any, weights: Any, dtype: str
) -> tuple[Any, Any, Any]:
    """Return predictions, and weights as positive and as negative targets.

    All three have the shape of the predictions.
    """
    y_true, y_pred = pair(name, y_true, ops.cast(y_pred, dtype))
    positive = ops.cast(ops.cast(y_true, "bool"), dtype)
    negative = 1.0 - positive
    if weights is not None:
        weights = ops.cast(weights, dtype)
        while len(weights.shape) > len(y_pred.shape) and weights.shape[-1] == 1:
            weights = ops.squeeze(weights, -1)
        while 0 < len(weights.shape) < len(y_pred.shape):
            weights = ops.expand_dims(weights, -1)
        positive, negative = positive * weights, negative * weights
    return y_pred, positive, negative


def count_above(
    y_pred: Any, positive: Any, negative: Any, thresholds: Sequence[float]
) -> tuple[Any, Any]:
    """Return true and false positives, both of shape (thresholds,)."""
    bounds = ops.convert_to_tensor([[t] for t in thresholds], dtype=y_pred.dtype)
    above = ops.cast(ops.reshape(y_pred, (1, -1)) > bounds, y_pred.dtype)
    columns = ops.stack(
        [ops.reshape(positive, (-1,)), ops.reshape(negative, (-1,))], axis=1
    )
    counts = ops.matmul(above, columns)  # (thresholds, 2)
    return counts[:, 0], counts[:, 1]


def count_above_even(
    y_pred: Any, positive: Any, negative: Any, number: int
) -> tuple[Any, Any]:
    """Do as :func:`count_above` at thresholds ``i / (number - 1)``, in one pass.

    Every prediction falls into one bucket between two thresholds; sums of buckets from
    the top are the counts. Predictions have the shape (batch, labels), counts
    (thresholds, labels).
    """
    labels = y_pred.shape[1]
    scaled = ops.clip(y_pred, 0.0, 1.0) * float(number - 1)
    bucket = ops.cast(ops.maximum(ops.ceil(scaled) - 1.0, 0.0), "int32")
    place = ops.reshape(bucket * labels + ops.arange(labels, dtype="int32"), (-1,))
    columns = ops.stack(
        [ops.reshape(positive, (-1,)), ops.reshape(negative, (-1,))], axis=1
    )
    sums = take_transpose(columns, place, shape=(number * labels, 2), axis=0)
    sums = ops.reshape(sums, (number, labels, 2))
    counts = ops.flip(ops.cumsum(ops.flip(sums, axis=0), axis=0), axis=0)
    return counts[:, :, 0], counts[:, :, 1]


def keep_top_k(y_pred: Any, k: int) -> Any:
    """Return predictions with all but the k largest of each row below all others."""
    _, best = ops.top_k(y_pred, k)
    chosen = ops.sum(ops.one_hot(best, y_pred.shape[-1], dtype="float32"), axis=-2)
    return ops.where(chosen > 0, y_pred, BELOW_ALL)


class ConfusionCount(Metric):
    """Be the base of counts of one kind of answer."""

    counted = ""
    """Which: "true_positives", "false_positives", and so on."""

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.thresholds = thresholds
        self._bounds = standardize_thresholds(thresholds, 0.5)
        self.accumulator = self.add_variable((len(self._bounds),), name="accumulator")

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
        y_true : array-like of 0 and 1, shape (batch, ...)
        y_pred : array-like, shape (batch, ...)
        sample_weight : array-like, optional
        mask : array-like of bool, optional
            Which predictions count.
        """
        weights = masked(sample_weight, mask, self.dtype)
        answers = weigh_answers(self.name, y_true, y_pred, weights, self.dtype)
        above = count_above(*answers, self._bounds)
        hits, alarms = above
        found = {
            "true_positives": lambda: hits,
            "false_positives": lambda: alarms,
            "false_negatives": lambda: ops.sum(answers[1]) - hits,
            "true_negatives": lambda: ops.sum(answers[2]) - alarms,
        }[self.counted]()
        self.accumulator.adopt(self.accumulator + found)

    def result(self) -> Any:
        """Return the count, one for each threshold if there are several."""
        value = self.accumulator.value
        return value[0] if len(self._bounds) == 1 else value


class ConfusionRatio(Metric):
    """Be the base of shares of true positives."""

    other = ""
    """What they are a share of, beside themselves."""

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        default = 0.5 if top_k is None else BELOW_ALL
        self._bounds = standardize_thresholds(thresholds, default)
        count = len(self._bounds)
        self._hits = self.add_variable((count,), name="true_positives")
        self._others = self.add_variable((count,), name=self.other)

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
        y_true : array-like of 0 and 1, shape (batch, ...)
        y_pred : array-like, shape (batch, ...)
        sample_weight : array-like, optional
        mask : array-like of bool, optional
            Which predictions count.
        """
        weights = masked(sample_weight, mask, self.dtype)
        answers = weigh_answers(self.name, y_true, y_pred, weights, self.dtype)
        scores, positive, negative = answers
        if self.top_k is not None:
            scores = keep_top_k(scores, self.top_k)
        if self.class_id is not None:
            chosen = self.class_id
            scores = scores[..., chosen]
            positive, negative = positive[..., chosen], negative[..., chosen]
        hits, alarms = count_above(scores, positive, negative, self._bounds)
        self._hits.adopt(self._hits + hits)
        if self.other == "false_positives":
            self._others.adopt(self._others + alarms)
        else:
            self._others.adopt(self._others + (ops.sum(positive) - hits))

    def result(self) -> Any:
        """Return the share, one for each threshold if there are several."""
        hits = self._hits.value
        share = divide_or_zero(hits, hits + self._others.value)
        return share[0] if len(self._bounds) == 1 else share
