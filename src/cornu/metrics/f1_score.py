"""F1Score: the harmonic mean of precision and recall."""

from typing import Any

from cornu.metrics.fbeta_score import FBetaScore
from cornu.metrics.registry import metric_registry


@metric_registry.register()
class F1Score(FBetaScore):
    """Return the harmonic mean of precision and recall.

    Parameters
    ----------
    average : {None, "micro", "macro", "weighted"}, default None
        As in :class:`FBetaScore`.
    threshold : float in (0, 1], optional
        Predictions above it stand for 1; by default the largest of each sample does.
    name : str, default "f1_score"
    dtype : str, optional
        Type of the state and the result.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.F1Score(threshold=0.5)
    >>> metric.update_state([[1, 1], [1, 0]], [[0.2, 0.6], [0.2, 0.6]])
    >>> metric.result().numpy().round(4)
    array([0.    , 0.6667], dtype=float32)
    """

    def __init__(
        self,
        average: str | None = None,
        threshold: float | None = None,
        name: str = "f1_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            average=average, beta=1.0, threshold=threshold, name=name, dtype=dtype
        )
