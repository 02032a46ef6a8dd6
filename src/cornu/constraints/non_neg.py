from typing import Any

from cornu import ops
from cornu.constraints.constraint import Constraint
from cornu.constraints.registry import register


@register()
class NonNeg(Constraint):
    """Keep weights at or above 0.

    Examples
    --------
    >>> NonNeg()([-1.0, 2.0]).tolist()
    [0.0, 2.0]
    """

    def __call__(self, w: Any) -> Any:
        return ops.maximum(w, 0.0)
