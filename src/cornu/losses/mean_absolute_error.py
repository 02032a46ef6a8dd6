"""MeanAbsoluteError: regression that outliers sway less."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import mean_absolute_error


@loss_registry.register()
class MeanAbsoluteError(Loss):
    """Average absolute differences.

    The value of a sample is ``mean(abs(y_true - y_pred))`` over the last axis.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "mean_absolute_error"
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
    >>> losses.MeanAbsoluteError()([[0.0, 1.0]], [[1.0, 3.0]]).item()
    1.5
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return mean_absolute_error(y_true, y_pred)
