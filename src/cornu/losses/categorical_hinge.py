"""CategoricalHinge: margins of several classes."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import categorical_hinge


@loss_registry.register()
class CategoricalHinge(Loss):
    """Ask the right class to be ahead of all others by one.

    The value of a sample is ``max(best wrong score - right score + 1, 0)``.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "categorical_hinge"
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
    >>> losses.CategoricalHinge()([[1.0, 0.0]], [[2.0, 1.5]]).item()
    0.5
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return categorical_hinge(y_true, y_pred)
