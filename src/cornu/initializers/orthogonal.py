import math
from typing import Any

from cornu.errors import ShapeError
from cornu.initializers.random_initializer import RandomInitializer
from cornu.initializers.registry import register
from cornu.random import host


@register("OrthogonalInitializer")
class Orthogonal(RandomInitializer):
    """Draw a matrix with orthonormal columns, or rows if those are fewer.

    Shapes of more axes are read as a matrix whose columns are the last axis.

    Parameters
    ----------
    gain : float, default 1.0
        Factor.
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones.

    Raises
    ------
    ShapeError
        When called, if the shape has fewer than two sizes.

    References
    ----------
    .. [1] Saxe et al., "Exact Solutions to the Nonlinear Dynamics of Learning in Deep
       Linear Neural Networks", ICLR 2014.

    Examples
    --------
    >>> from cornu import ops
    >>> q = Orthogonal(seed=1)((3, 3))
    >>> bool(ops.all(ops.isclose(q @ q.T, ops.eye(3), atol=1e-6)))
    True
    """

    def __init__(self, gain: float = 1.0, seed: Any = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def draw(self, key: host.Key, shape: tuple[int, ...], dtype: str) -> Any:
        if len(shape) < 2:
            raise ShapeError(
                f"Orthogonal: the shape must have at least two sizes, got {shape}."
            )
        matrix = (math.prod(shape[:-1]), shape[-1])
        return host.orthogonal(key, matrix, dtype).reshape(shape) * self.gain

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "gain": self.gain}
