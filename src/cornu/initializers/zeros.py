from typing import Any

from cornu import ops
from cornu.initializers.initializer import Initializer
from cornu.initializers.registry import register
from cornu.typing import DType


@register("zero")
class Zeros(Initializer):
    """Make zeros.

    Examples
    --------
    >>> Zeros()((2,)).tolist()
    [0.0, 0.0]
    """

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        return ops.zeros(shape, dtype)
