"""KLDivergence: distance of distributions."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import kl_divergence


@loss_registry.register()
class KLDivergence(Loss):
    """Sum ``y_true * log(y_true / y_pred)`` over the last axis.

    How much is lost when the predicted distribution stands for the true one, in nats.

    Parameters
    ----------
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "kl_divergence"
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
    >>> round(losses.KLDivergence()([[0.5, 0.5]], [[0.25, 0.75]]).item(), 4)
    0.1438
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "kl_divergence",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return kl_divergence(y_true, y_pred)
