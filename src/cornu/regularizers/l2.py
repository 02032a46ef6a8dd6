from typing import Any

from cornu import ops
from cornu.regularizers.registry import register
from cornu.regularizers.regularizer import Regularizer, check_factor


@register()
class L2(Regularizer):
    """Penalise the sum of squares: l2 * sum(x ** 2).

    Parameters
    ----------
    l2 : float >= 0, default 0.01
        Factor.

    Raises
    ------
    ValueError
        If the factor is negative or not finite.

    Examples
    --------
    >>> L2(0.5)([1.0, -2.0]).item()
    2.5
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = check_factor("L2", "l2", 0.01 if l2 is None else l2)

    def __call__(self, x: Any) -> Any:
        return self.l2 * ops.sum(ops.square(x))

    def get_config(self) -> dict[str, Any]:
        return {"l2": self.l2}
