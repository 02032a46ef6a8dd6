"""AUC: the area under a curve over all thresholds."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.metrics.confusion import (
    count_above_even,
    standardize_thresholds,
    weigh_answers,
)
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import divide_or_zero, masked
from cornu.utils.naming import suggest

EDGE = 1e-7
"""How far the first and last threshold lie outside [0, 1], so that nothing ties."""


@metric_registry.register()
class AUC(Metric):
    """Return the area under the ROC or the precision-recall curve.

    The curve is drawn through `num_thresholds` points; predictions are sorted into as
    many buckets, in one pass.

    Parameters
    ----------
    num_thresholds : int > 1, default 200
    curve : {"ROC", "PR"}, default "ROC"
        True against false positives, or precision against recall.
    summation_method : {"interpolation", "minoring", "majoring"}
        By default "interpolation". Whether the curve between two points is a line (for
        "PR": of counts [1]_), or stays at the lower or the higher one.
    name : str, optional
    dtype : str, optional
        Type of the state and the result.
    thresholds : list of float in [0, 1], optional
        Points of your own, in place of even ones; 0 and 1 are added.
    multi_label : bool, default False
        Whether columns are labels of their own, whose areas are averaged.
    num_labels : int, optional
        Number of labels, to create the state before the first batch.
    label_weights : list of float, optional
        How much each label counts.
    from_logits : bool, default False
        Whether predictions are logits, before the sigmoid.

    Raises
    ------
    ValueError
        If a setting lies outside its range.

    References
    ----------
    .. [1] Davis and Goadrich, "The Relationship Between Precision-Recall and ROC
       Curves", ICML 2006.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.AUC(num_thresholds=3)
    >>> metric.update_state([0, 0, 1, 1], [0.0, 0.5, 0.3, 0.9])
    >>> metric.result().item()
    0.75
    """

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Sequence[float] | None = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Sequence[float] | None = None,
        from_logits: bool = False,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.curve = _one_of("curve", curve, ("ROC", "PR"))
        methods = ("interpolation", "minoring", "majoring")
        self.summation_method = _one_of("summation_method", summation_method, methods)
        if num_labels is not None and not multi_label:
            raise ValueError("AUC: num_labels is of use only with multi_label=True.")
        self._own_thresholds = thresholds
        if thresholds is None:
            if num_thresholds <= 1:
                raise ValueError(
                    f"AUC: num_thresholds must be > 1, got {num_thresholds}."
                )
            inner = [i / (num_thresholds - 1) for i in range(1, num_thresholds - 1)]
        else:
            inner = sorted(standardize_thresholds(thresholds, 0.5))
        self.thresholds = [-EDGE, *inner, 1 + EDGE]
        self.num_thresholds = len(self.thresholds)
        self.multi_label = multi_label
        self.num_labels = num_labels
        self.label_weights = None if label_weights is None else list(label_weights)
        self.from_logits = from_logits
        self._counts: list[Any] = []
        if not multi_label or num_labels:
            self._create_state(num_labels)

    def _create_state(self, labels: int | None) -> None:
        shape = (self.num_thresholds, *((labels,) if self.multi_label else ()))  # type: ignore[arg-type]
        names = "true_positives", "false_positives", "true_negatives", "false_negatives"
        self._counts = [self.add_variable(shape, name=name) for name in names]

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
        y_pred : array-like in [0, 1], shape (batch, ...)
            Probabilities, or logits.
        sample_weight : array-like, optional
        mask : array-like of bool, optional
            Which predictions count.
        """
        if self.from_logits:
            y_pred = ops.sigmoid(ops.cast(y_pred, self.dtype))
        weights = masked(sample_weight, mask, self.dtype)
        answers = weigh_answers(self.name, y_true, y_pred, weights, self.dtype)
        scores, positive, negative = answers
        if self.label_weights is not None and not self.multi_label:
            own = ops.convert_to_tensor(self.label_weights, dtype=self.dtype)
            positive, negative = positive * own, negative * own
        labels = scores.shape[-1] if self.multi_label else 1
        if not self._counts:
            self._create_state(labels)
        flat = tuple(ops.reshape(x, (-1, labels)) for x in (scores, positive, negative))
        if self._own_thresholds is None:
            hits, alarms = count_above_even(
                flat[0], flat[1], flat[2], self.num_thresholds
            )
        else:
            hits, alarms = self._count_own(flat[0], flat[1], flat[2])
        missed = ops.sum(flat[1], axis=0) - hits
        spared = ops.sum(flat[2], axis=0) - alarms
        for variable, new in zip(self._counts, (hits, alarms, spared, missed)):
            variable.adopt(variable + ops.reshape(new, variable.shape))

    def _count_own(self, scores: Any, positive: Any, negative: Any) -> tuple[Any, Any]:
        bounds = [[[t]] for t in self.thresholds]
        above = ops.cast(
            ops.expand_dims(scores, 0) > ops.convert_to_tensor(bounds, self.dtype),
            self.dtype,
        )  # (thresholds, batch, labels)
        return ops.sum(above * positive, axis=1), ops.sum(above * negative, axis=1)

    def result(self) -> Any:
        """Return the area, of shape (); with `multi_label` the mean over labels."""
        if not self._counts:
            return ops.zeros((), dtype=self.dtype)
        hits, alarms, spared, missed = (v.value for v in self._counts)
        if self.curve == "PR" and self.summation_method == "interpolation":
            areas = _precision_recall_area(hits, alarms, missed)
        else:
            recall = divide_or_zero(hits, hits + missed)
            if self.curve == "ROC":
                x, y = divide_or_zero(alarms, alarms + spared), recall
            else:
                x, y = recall, divide_or_zero(hits, hits + alarms)
            heights = self._heights(y[:-1], y[1:])
            areas = ops.sum((x[:-1] - x[1:]) * heights, axis=0)
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return ops.mean(areas)
        own = ops.convert_to_tensor(self.label_weights, dtype=self.dtype)
        return divide_or_zero(ops.sum(areas * own), ops.sum(own))

    def _heights(self, left: Any, right: Any) -> Any:
        if self.summation_method == "interpolation":
            return (left + right) / 2.0
        if self.summation_method == "minoring":
            return ops.minimum(left, right)
        return ops.maximum(left, right)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config = super().get_config()
        del config["thresholds"]
        if self._own_thresholds is not None:
            config["thresholds"] = list(self.thresholds[1:-1])
        return config


def _one_of(setting: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(
            f"AUC: unknown {setting} {value!r}.{suggest(str(value), known)} Use one of "
            f"{', '.join(known)}."
        )
    return value


def _precision_recall_area(hits: Any, alarms: Any, missed: Any) -> Any:
    """Return the area under counts drawn as lines between thresholds.

    Between two points true positives grow in proportion to all positives, so precision
    is ``slope + intercept / positives``, whose integral has a logarithm.
    """
    positives = hits + alarms
    gained = hits[:-1] - hits[1:]
    grown = positives[:-1] - positives[1:]
    slope = divide_or_zero(gained, ops.maximum(grown, 0.0))
    intercept = hits[1:] - slope * positives[1:]
    usable = ops.logical_and(positives[:-1] > 0, positives[1:] > 0)
    ratio = ops.where(
        usable, divide_or_zero(positives[:-1], ops.maximum(positives[1:], 0.0)), 1.0
    )
    pieces = slope * (gained + intercept * ops.log(ratio))
    whole = ops.maximum(hits[1:] + missed[1:], 0.0)
    return ops.sum(divide_or_zero(pieces, whole), axis=0)
