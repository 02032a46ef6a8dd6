"""SparseCategoricalCrossentropy: the usual loss of several classes."""

from typing import Any

from cornu import ops
from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import sparse_categorical_crossentropy


@loss_registry.register()
class SparseCategoricalCrossentropy(Loss):
    """Return the cross-entropy of targets given as class numbers.

    Targets have the shape (batch, ...) or (batch, ..., 1), predictions
    (batch, ..., classes).

    Parameters
    ----------
    from_logits : bool, default False
        Whether predictions are logits, before the softmax.
    ignore_class : int, optional
        Class number of samples that do not count.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    axis : int, default -1
        Axis of the classes.
    name : str, default "sparse_categorical_crossentropy"
    dtype : str, optional
        Float type to compute in.

    Raises
    ------
    ValueError
        If the reduction is unknown.
    ShapeError
        When called: if targets do not fit the predictions.

    Examples
    --------
    >>> from cornu import losses
    >>> loss = losses.SparseCategoricalCrossentropy()
    >>> round(loss([1], [[0.5, 0.5]]).item(), 4)
    0.6931
    """

    _config_omits = ("axis",)
    casts_targets = False

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits = from_logits
        self.ignore_class = ignore_class
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return sparse_categorical_crossentropy(
            y_true,
            y_pred,
            from_logits=self.from_logits,
            ignore_class=self.ignore_class,
            axis=self.axis,
        )

    def compute_mask(self, y_true: Any, y_pred: Any) -> Any:
        """Return which samples are of no ignored class."""
        if self.ignore_class is None:
            return None
        if len(y_true.shape) == len(y_pred.shape):
            y_true = ops.squeeze(y_true, -1)
        return ops.not_equal(y_true, self.ignore_class)
