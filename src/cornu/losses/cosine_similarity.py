"""CosineSimilarity: directions."""

from typing import Any

from cornu.losses.loss import Loss
from cornu.losses.registry import loss_registry
from cornu.ops.criteria import cosine_similarity


@loss_registry.register()
class CosineSimilarity(Loss):
    """Return minus the cosine of the angle between targets and predictions.

    -1 for the same direction, 1 for the opposite one, 0 where either is zero.

    Parameters
    ----------
    axis : int, default -1
        Axis of the vectors.
    reduction : str or None, default "sum_over_batch_size"
        As in :class:`Loss`.
    name : str, default "cosine_similarity"
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
    >>> round(losses.CosineSimilarity()([[3.0, 4.0]], [[4.0, 3.0]]).item(), 4)
    -0.96
    """

    _config_omits = ("axis",)

    def __init__(
        self,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "cosine_similarity",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value a sample; see the base class."""
        return cosine_similarity(y_true, y_pred, self.axis)
