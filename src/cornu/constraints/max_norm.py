from typing import Any

from cornu import config, ops
from cornu.constraints.constraint import Constraint, norms
from cornu.constraints.registry import register
from cornu.typing import Axis


@register()
class MaxNorm(Constraint):
    """Keep the length of each unit's weight vector at or below a limit.

    Parameters
    ----------
    max_value : float, default 2
        The limit.
    axis : int or tuple of int, default 0
        Axes a weight vector runs along: 0 for a dense kernel ``(inputs, units)``,
        (0, 1, 2) for a kernel of two-dimensional convolution.

    References
    ----------
    .. [1] Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
       Overfitting", JMLR 15, 2014.

    Examples
    --------
    >>> from cornu import ops
    >>> round(ops.norm(MaxNorm(1.0)([[3.0], [4.0]])).item(), 3)
    1.0
    """

    def __init__(self, max_value: float = 2, axis: Axis = 0) -> None:
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        lengths = norms(w, self.axis)
        wanted = ops.clip(lengths, 0, self.max_value)
        return ops.multiply(w, wanted / (config.epsilon() + lengths))

    def get_config(self) -> dict[str, Any]:
        return {"max_value": self.max_value, "axis": self.axis}
