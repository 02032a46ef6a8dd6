"""Hinge: margins of two classes."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import hinge


@loss_registry.register()
class Hinge(Loss):
    """Average ``max(1 - y_true * y_pred, 0)``.

    Targets are -1 or 1; if all are 0 or 1, 0 stands for -1.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "hinge"
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
    >>> losses.Hinge()([[1.0, -1.0]], [[0.5, 0.5]]).item()
    1.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return hinge(y_true, y_pred)
