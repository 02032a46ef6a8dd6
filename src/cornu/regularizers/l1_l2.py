from typing import Any

from cornu import ops
from cornu.regularizers.registry import register
from cornu.regularizers.regularizer import Regularizer, check_factor


@register("l1_l2")
class L1L2(Regularizer):
    """Penalise absolute values and squares: l1 * sum(|x|) + l2 * sum(x ** 2).

    Parameters
    ----------
    l1, l2 : float >= 0, default 0.0
        Factors.

    Raises
    ------
    ValueError
        If a factor is negative or not finite.

    Examples
    --------
    >>> L1L2(0.5, 0.25)([1.0, -2.0]).item()
    2.75
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = check_factor("L1L2", "l1", l1)
        self.l2 = check_factor("L1L2", "l2", l2)

    def __call__(self, x: Any) -> Any:
        total = ops.zeros((), ops.dtype(x))
        if self.l1:
            total = self.l1 * ops.sum(ops.absolute(x))
        if self.l2:
            total = total + self.l2 * ops.sum(ops.square(x))
        return total

    def get_config(self) -> dict[str, Any]:
        return {"l1": self.l1, "l2": self.l2}
