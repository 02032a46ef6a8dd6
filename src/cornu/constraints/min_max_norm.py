from typing import Any

from cornu import config, ops
from cornu.constraints.constraint import Constraint, norms
from cornu.constraints.registry import register
from cornu.typing import Axis


@register()
class MinMaxNorm(Constraint):
    """Keep the length of each unit's weight vector between two limits.

    Parameters
    ----------
    min_value, max_value : float, default 0.0 and 1.0
        The limits.
    rate : float in [0, 1], default 1.0
        How much of the way to the allowed length is gone at each update.
    axis : int or tuple of int, default 0
        Axes a weight vector runs along.

    Examples
    --------
    >>> from cornu import ops
    >>> round(ops.norm(MinMaxNorm(0.5, 1.0)([[3.0], [4.0]])).item(), 3)
    1.0
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: Axis = 0,
    ) -> None:
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        lengths = norms(w, self.axis)
        allowed = ops.clip(lengths, self.min_value, self.max_value)
        wanted = self.rate * allowed + (1 - self.rate) * lengths
        return ops.multiply(w, wanted / (config.epsilon() + lengths))

    def get_config(self) -> dict[str, Any]:
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }
