"""CategoricalCrossentropy: running mean for several classes."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import categorical_crossentropy


@metric_registry.register()
class CategoricalCrossentropy(MeanMetricWrapper):
    """Average the cross-entropy of one-hot targets.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "categorical_crossentropy"
    dtype : str, optional
        Type to compute in.
    from_logits : bool, default False
        Whether predictions are logits, before the softmax.
    label_smoothing : float in [0, 1], default 0
        How far targets are evened out.
    axis : int, default -1
        Axis of the classes.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.CategoricalCrossentropy()
    >>> metric.update_state([[0.0, 1.0]], [[0.5, 0.5]])
    >>> round(metric.result().item(), 4)
    0.6931
    """

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
        axis: int = -1,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis
