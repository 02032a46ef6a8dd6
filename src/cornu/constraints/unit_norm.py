from typing import Any

from cornu import config, ops
from cornu.constraints.constraint import Constraint, norms
from cornu.constraints.registry import register
from cornu.typing import Axis


@register()
class UnitNorm(Constraint):
    """Keep the length of each unit's weight vector at 1.

    Parameters
    ----------
    axis : int or tuple of int, default 0
        Axes a weight vector runs along.

    Examples
    --------
    >>> from cornu import ops
    >>> round(ops.norm(UnitNorm()([[3.0], [4.0]])).item(), 3)
    1.0
    """

    def __init__(self, axis: Axis = 0) -> None:
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        return ops.divide(w, config.epsilon() + norms(w, self.axis))

    def get_config(self) -> dict[str, Any]:
        return {"axis": self.axis}
