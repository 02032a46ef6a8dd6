"""CategoricalFocalCrossentropy: several classes, mostly easy samples."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import categorical_focal_crossentropy


@loss_registry.register()
class CategoricalFocalCrossentropy(Loss):
    """Return the categorical cross-entropy, less of it where the answer is sure.

    Each value is scaled by `alpha` and by the probability of being wrong, to the power
    `gamma`.

    Parameters
    ----------
    alpha : float, default 0.25
        Factor of the whole.
    gamma : float >= 0, default 2.0
        Exponent of the probability of being wrong; 0 for the plain cross-entropy.
    from_logits : bool, default False
        Whether predictions are logits, before the softmax.
    label_smoothing : float in [0, 1], default 0.0
        Share of each target that is spread evenly over the classes.
    axis : int, default -1
        Axis of the classes.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "categorical_focal_crossentropy"
    dtype : str, optional
        Float type to compute in.

    Raises
    ------
    ValueError
        If the reduction is unknown.
    ShapeError
        When called: if targets do not fit the predictions.

    References
    ----------
    .. [1] Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> from cornu import losses
    >>> loss = losses.CategoricalFocalCrossentropy()
    >>> round(loss([[0.0, 1.0]], [[0.5, 0.5]]).item(), 4)
    0.0433
    """

    def __init__(
        self,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.alpha = alpha
        self.gamma = gamma
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return categorical_focal_crossentropy(
            y_true,
            y_pred,
            alpha=self.alpha,
            gamma=self.gamma,
            from_logits=self.from_logits,
            label_smoothing=self.label_smoothing,
            axis=self.axis,
        )
