"""LogCosh: a smooth loss of regression."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import log_cosh


@loss_registry.register()
class LogCosh(Loss):
    """Average ``log(cosh(y_pred - y_true))``.

    About ``e ** 2 / 2`` for small differences, ``abs(e) - log(2)`` for large ones.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "log_cosh"
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
    >>> round(losses.LogCosh()([[0.0]], [[1.0]]).item(), 4)
    0.4338
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "log_cosh",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return log_cosh(y_true, y_pred)
