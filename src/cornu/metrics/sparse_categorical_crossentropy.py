"""SparseCategoricalCrossentropy: running mean for class numbers."""

from typing import Any

from cornu.metrics.mean_metric_wrapper import MeanMetricWrapper
from cornu.metrics.registry import metric_registry
from cornu.ops.criteria import sparse_categorical_crossentropy


@metric_registry.register()
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Average the cross-entropy of targets given as class numbers.

    Over all samples and batches so far.

    Parameters
    ----------
    name : str, default "sparse_categorical_crossentropy"
    dtype : str, optional
        Type to compute in.
    from_logits : bool, default False
        Whether predictions are logits, before the softmax.
    ignore_class : int, optional
        Class number whose samples give 0.
    axis : int, default -1
        Axis of the classes.

    Examples
    --------
    >>> from cornu import metrics
    >>> metric = metrics.SparseCategoricalCrossentropy()
    >>> metric.update_state([1], [[0.5, 0.5]])
    >>> round(metric.result().item(), 4)
    0.6931
    """

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )
        self.from_logits = from_logits
        self.ignore_class = ignore_class
        self.axis = axis
