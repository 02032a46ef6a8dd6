"""FBetaScore: precision and recall in one figure."""

from typing import Any

from cornu import config as settings
from cornu import ops
from cornu.errors import ShapeError
from cornu.metrics.metric import Metric
from cornu.metrics.registry import metric_registry
from cornu.metrics.weighting import masked
from cornu.ops.criteria import pair
from cornu.utils.naming import suggest


@metric_registry.register("fbeta_score")
class FBetaScore(Metric):
    """Return a weighted harmonic mean of precision and recall.

    It is ``(1 + beta ** 2) * precision * recall / (beta ** 2 * precision + recall)``.

    Parameters
    ----------
    average : {None, "micro", "macro", "weighted"}, default None
        None: one score a class. "micro": of all counts together. "macro": the classes'
        mean. "weighted": weighted by how often each class occurs.
    beta : float > 0, default 1.0
        How much more recall weighs than precision.
    threshold : float in (0, 1], optional
        Predictions above it stand for 1; by default the largest of each sample does.
    name : str, default "fbeta_score"
    dtype : str, optional
        Type of the state and the result.

    Raises
    ------
    ValueError
        If a setting lies outside its range.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.FBetaScore(average="micro", beta=2.0)
    >>> metric.update_state([[1, 0], [0, 1]], [[0.8, 0.2], [0.6, 0.4]])
    >>> round(metric.result().item(), 4)
    0.5
    """

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str = "fbeta_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        known = ("micro", "macro", "weighted")
        if average is not None and average not in known:
            raise ValueError(
                f"{name}: unknown average {average!r}.{suggest(str(average), known)} "
                f"Use one of {', '.join(known)}, or None."
            )
        if not isinstance(beta, float) or beta <= 0:
            raise ValueError(f"{name}: beta must be a float > 0, got {beta!r}.")
        if threshold is not None and (
            not isinstance(threshold, float) or not 0 < threshold <= 1
        ):
            raise ValueError(
                f"{name}: threshold must be a float in (0, 1], got {threshold!r}."
            )
        self.average = average
        self.beta = beta
        self.threshold = threshold
        self._counts: list[Any] = []

    def _create_state(self, classes: int) -> None:
        shape = () if self.average == "micro" else (classes,)
        names = (
            "true_positives",
            "false_positives",
            "false_negatives",
            "intermediate_weights",
        )
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
        y_true : array-like of 0 and 1, shape (batch, classes)
        y_pred : array-like, shape (batch, classes)
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
                f"(batch, classes)."
            )
        if not self._counts:
            self._create_state(y_pred.shape[-1])
        if self.threshold is None:
            best = ops.max(y_pred, axis=-1, keepdims=True)
            chosen = ops.logical_and(y_pred >= best, ops.abs(y_pred) > 1e-9)
        else:
            chosen = y_pred > self.threshold
        answers = ops.cast(chosen, self.dtype)
        weights = masked(sample_weight, mask, self.dtype)
        own: Any = 1.0
        if weights is not None:
            own = ops.cast(weights, self.dtype)
            own = ops.expand_dims(own, -1) if len(own.shape) == 1 else own
        axis = None if self.average == "micro" else 0
        sums = (
            ops.sum(answers * y_true * own, axis=axis),
            ops.sum(answers * (1.0 - y_true) * own, axis=axis),
            ops.sum((1.0 - answers) * y_true * own, axis=axis),
            ops.sum(y_true * own, axis=axis),
        )
        for variable, new in zip(self._counts, sums):
            variable.adopt(variable + new)

    def result(self) -> Any:
        """Return the score: one a class without an average, else of shape ()."""
        if not self._counts:
            return ops.zeros((), dtype=self.dtype)
        hits, alarms, missed, occurrences = (v.value for v in self._counts)
        small = settings.epsilon()
        precision = hits / (hits + alarms + small)
        recall = hits / (hits + missed + small)
        square = self.beta * self.beta
        scores = (
            (1.0 + square)
            * (precision * recall)
            / (square * precision + recall + small)
        )
        if self.average == "weighted":
            shares = occurrences / (ops.sum(occurrences) + small)
            return ops.sum(scores * shares)
        return ops.mean(scores) if self.average is not None else scores
