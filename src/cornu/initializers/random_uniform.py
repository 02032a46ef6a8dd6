from typing import Any

from cornu.initializers.random_initializer import RandomInitializer
from cornu.initializers.registry import register
from cornu.random import host


@register("uniform")
class RandomUniform(RandomInitializer):
    """Draw from a uniform distribution.

    Parameters
    ----------
    minval, maxval : float, default -0.05 and 0.05
        Ends of the interval; the upper one is not included.
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones.

    Raises
    ------
    ValueError
        If the seed is no integer from 0 to 2**32 - 1 and no SeedGenerator.

    Examples
    --------
    >>> RandomUniform(seed=1)((2, 3)).shape
    (2, 3)
    """

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: Any = None
    ) -> None:
        super().__init__(seed)
        self.minval = minval
        self.maxval = maxval

    def draw(self, key: host.Key, shape: tuple[int, ...], dtype: str) -> Any:
        return host.uniform(key, shape, self.minval, self.maxval, dtype)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        return {**config, "minval": self.minval, "maxval": self.maxval}
