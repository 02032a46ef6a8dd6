from typing import Any

from cornu.initializers.random_initializer import RandomInitializer
from cornu.initializers.registry import register
from cornu.random import host


@register("normal")
class RandomNormal(RandomInitializer):
    """Draw from a normal distribution.

    Parameters
    ----------
    mean : float, default 0.0
    stddev : float, default 0.05
        Standard deviation.
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones.

    Raises
    ------
    ValueError
        If the seed is no integer from 0 to 2**32 - 1 and no SeedGenerator.

    Examples
    --------
    >>> RandomNormal(seed=1)((2, 3)).shape
    (2, 3)
    """

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None
    ) -> None:
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def draw(self, key: host.Key, shape: tuple[int, ...], dtype: str) -> Any:
        return host.normal(key, shape, self.mean, self.stddev, dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "mean": self.mean, "stddev": self.stddev}
