from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.initializers.initializer import Initializer
from cornu.initializers.registry import register
from cornu.typing import DType


@register("IdentityInitializer")
class Identity(Initializer):
    """Make a matrix with a number on the main diagonal and zeros elsewhere.

    Parameters
    ----------
    gain : float, default 1.0
        That number.

    Raises
    ------
    ShapeError
        When called, if the shape is no matrix's.

    Examples
    --------
    >>> Identity()((2, 2)).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        if len(shape) != 2:
            raise ShapeError(
                f"Identity: the shape must have two sizes, got {tuple(shape)}."
            )
        rows, columns = shape
        return ops.cast(ops.eye(rows, columns, dtype=dtype) * self.gain, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain}
