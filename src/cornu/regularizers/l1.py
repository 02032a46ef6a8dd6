from typing import Any

from cornu import ops
from cornu.regularizers.registry import register
from cornu.regularizers.regularizer import Regularizer, check_factor


@register()
class L1(Regularizer):
    """Penalise the sum of absolute values: l1 * sum(|x|).

    Parameters
    ----------
    l1 : float >= 0, default 0.01
        Factor.

    Raises
    ------
    ValueError
        If the factor is negative or not finite.

    Examples
    --------
    >>> L1(0.5)([1.0, -2.0]).item()
    1.5
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = check_factor("L1", "l1", 0.01 if l1 is None else l1)

    def __call__(self, x: Any) -> Any:
        return self.l1 * ops.sum(ops.absolute(x))

    def get_config(self) -> dict[str, Any]:
        return {"l1": self.l1}
