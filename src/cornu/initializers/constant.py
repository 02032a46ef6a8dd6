from typing import Any

from cornu import ops
from cornu.initializers.initializer import Initializer
from cornu.initializers.registry import register
from cornu.typing import DType
from cornu.utils.registry import serialize


@register()
class Constant(Initializer):
    """Make a given value everywhere, or a given array.

    Parameters
    ----------
    value : number or array-like, default 0.0
        Arrays broadcast to the shape asked for.

    Examples
    --------
    >>> Constant(3.0)((2,)).tolist()
    [3.0, 3.0]
    """

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        return ops.full(shape, self.value, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"value": serialize(self.value)}
