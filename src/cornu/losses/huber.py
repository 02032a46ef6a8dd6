"""Huber: regression with outliers."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import huber


@loss_registry.register()
class Huber(Loss):
    """Average a loss that is square near zero and straight far from it.

    With ``e = y_true - y_pred`` it is ``e ** 2 / 2`` where ``abs(e) <= delta`` and
    ``delta * abs(e) - delta ** 2 / 2`` elsewhere.

    Parameters
    ----------
    delta : float, > 0, default 1.0
        Where the square ends.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "huber_loss"
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
    .. [1] Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical
       Statistics 35, 1964.

    Examples
    --------
    >>> from cornu import losses
    >>> losses.Huber()([[0.0, 0.0]], [[0.5, 3.0]]).item()
    1.3125
    """

    _config_omits = ("delta",)

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str = "huber_loss",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.delta = delta

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return huber(y_true, y_pred, self.delta)
