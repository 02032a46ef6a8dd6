"""Tversky: overlap of regions, misses and false alarms weighted."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import tversky


@loss_registry.register()
class Tversky(Loss):
    """Return one minus the overlap over itself and weighted misses.

    With both weights one half it is :class:`Dice`.

    Parameters
    ----------
    alpha : float, default 0.5
        Weight of what is predicted and not there.
    beta : float, default 0.5
        Weight of what is there and not predicted.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "tversky"
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
    .. [1] Salehi et al., "Tversky Loss Function for Image Segmentation Using 3D Fully
       Convolutional Deep Networks", MLMI 2017.

    Examples
    --------
    >>> from cornu import losses
    >>> round(losses.Tversky()([1.0, 1.0, 0.0], [1.0, 0.0, 0.0]).item(), 4)
    0.3333
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        reduction: str | None = "sum_over_batch_size",
        name: str = "tversky",
        axis: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.alpha = alpha
        self.beta = beta
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return tversky(y_true, y_pred, self.alpha, self.beta, self.axis)
