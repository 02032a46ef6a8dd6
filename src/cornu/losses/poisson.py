"""Poisson: regression of counts."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import poisson


@loss_registry.register()
class Poisson(Loss):
    """Average ``y_pred - y_true * log(y_pred)``.

    The loss of counts that are drawn from Poisson distributions.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "poisson"
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
    >>> round(losses.Poisson()([[2.0]], [[1.0]]).item(), 4)
    1.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "poisson",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return poisson(y_true, y_pred)
