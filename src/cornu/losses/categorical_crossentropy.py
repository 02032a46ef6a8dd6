"""CategoricalCrossentropy: the usual loss of several classes, targets one-hot."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import categorical_crossentropy


@loss_registry.register()
class CategoricalCrossentropy(Loss):
    """Return the cross-entropy of one-hot targets.

    Predictions are probabilities, or logits. For targets given as class numbers, see
    :class:`SparseCategoricalCrossentropy`.

    Parameters
    ----------
    from_logits : bool, default False
        Whether predictions are logits, before the softmax.
    label_smoothing : float in [0, 1], default 0.0
        Share of each target that is spread evenly over the classes.
    axis : int, default -1
        Axis of the classes.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "categorical_crossentropy"
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
    >>> loss = losses.CategoricalCrossentropy()
    >>> round(loss([[0.0, 1.0]], [[0.5, 0.5]]).item(), 4)
    0.6931
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return categorical_crossentropy(
            y_true,
            y_pred,
            from_logits=self.from_logits,
            label_smoothing=self.label_smoothing,
            axis=self.axis,
        )
