from typing import Any

from cornu import ops
from cornu.initializers.initializer import Initializer
from cornu.initializers.registry import register
from cornu.typing import DType


@register("one")
class Ones(Initializer):
    """Make ones.

    Examples
    --------
    >>> Ones()((2,)).tolist()
    [1.0, 1.0]
    """

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        return ops.ones(shape, dtype)
