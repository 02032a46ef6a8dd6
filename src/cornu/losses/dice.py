"""Dice: overlap of regions."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import dice


@loss_registry.register()
class Dice(Loss):
    """Return one minus twice the overlap over the sum of both.

    Targets and predictions are memberships in [0, 1], as in segmentation.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "dice"
    axis : int or tuple of int, optional
        Axes to sum over; all by default.
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
    .. [1] Milletari et al., "V-Net: Fully Convolutional Neural Networks for Volumetric
       Medical Image Segmentation", 3DV 2016.

    Examples
    --------
    >>> from cornu import losses
    >>> round(losses.Dice()([1.0, 1.0, 0.0], [1.0, 0.0, 0.0]).item(), 4)
    0.3333
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "dice",
        axis: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return dice(y_true, y_pred, self.axis)
