"""BinaryCrossentropy: running mean for two classes."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import binary_crossentropy


@metric_registry.register("bce", "BCE")
class BinaryCrossentropy(MeanMetricWrapper):
    """Average the cross-entropy of yes-or-no questions.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "binary_crossentropy"
    dtype : str, optional
        Type to compute in.
    from_logits : bool, default False
        Whether predictions are logits, before the sigmoid.
    label_smoothing : float in [0, 1], default 0
        How far targets are evened out.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.BinaryCrossentropy()
    >>> metric.update_state([[1.0], [0.0]], [[0.5], [0.5]])
    >>> round(metric.result().item(), 4)
    0.6931
    """

    def __init__(
        self,
        name: str = "binary_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
