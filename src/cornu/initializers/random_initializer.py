"""What initializers that draw random numbers have in common."""

import abc
from typing import Any

from cornu import ops
from cornu.errors import DTypeError
from cornu.initializers.initializer import Initializer
from cornu.random import host, make_default_seed
from cornu.typing import DType
from cornu.utils.registry import serialize


class RandomInitializer(Initializer):
    """Make a random value, the same one at each call unless a generator is given.

    Numbers are drawn in main memory, so weights do not depend on the device.

    Parameters
    ----------
    seed : int, SeedGenerator or None, default None
        An integer gives the same numbers at each call, a generator new ones; None
        draws an integer now (see ``set_random_seed``).

    Raises
    ------
    ValueError
        If the seed is neither.
    """

    def __init__(self, seed: Any = None) -> None:
        self._given_seed = None if seed is None else host.resolve_seed(seed)
        self.seed = make_default_seed() if seed is None else self._given_seed

    def __call__(self, shape: Any, dtype: DType = None) -> Any:
        name = ops.result_type(dtype)
        if "float" not in name:
            raise DTypeError(
                f"{type(self).__name__}: dtype must be a float type, got {name!r}."
            )
        value = self.draw(host.key_of(self.seed), tuple(shape), name)
        return ops.convert_to_tensor(value, name)

    @abc.abstractmethod
    def draw(self, key: host.Key, shape: tuple[int, ...], dtype: str) -> Any:
        """Return the value as an array in main memory, a function of `key` alone."""

    def get_config(self) -> dict[str, Any]:
        return {"seed": serialize(self._given_seed)}
