"""BinaryCrossentropy: the usual loss of two classes, or of several labels."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import binary_crossentropy


@loss_registry.register()
class BinaryCrossentropy(Loss):
    """Average the cross-entropy of yes-or-no questions.

    Targets lie in [0, 1]; predictions are probabilities, or logits.

    Parameters
    ----------
    from_logits : bool, default False
        Whether predictions are logits, before the sigmoid.
    label_smoothing : float in [0, 1], default 0.0
        How far targets are drawn towards one half.
    axis : int, default -1
        Axis that is averaged for a sample.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "binary_crossentropy"
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
    >>> round(losses.BinaryCrossentropy()([[1.0], [0.0]], [[0.5], [0.5]]).item(), 4)
    0.6931
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return binary_crossentropy(
            y_true,
            y_pred,
            from_logits=self.from_logits,
            label_smoothing=self.label_smoothing,
            axis=self.axis,
        )
