"""Generators of random states, the one everybody shares, and seeds for new ones."""

import operator
import random
from typing import Any

from cornu.autodiff import Tensor, Variable
from cornu.ops.seeds import register_source
from cornu.utils.naming import unique_name
from cornu.utils.registry import Registry

registry = Registry("seed generator", "keras.random")


@registry.register()
class SeedGenerator:
    """Give each draw of random numbers a state of its own.

    The state is a Variable ``[seed, step]``; a draw is a pure function of it. So the
    numbers are the same on every device, and whether a step is run or replayed.

    Parameters
    ----------
    seed : int in [0, 2**32), optional
        Drawn from Python's :mod:`random` if not given.
    name : str, optional

    Raises
    ------
    ValueError
        If the seed is no integer or lies outside that range.

    Examples
    --------
    >>> generator = SeedGenerator(7)
    >>> generator.next().tolist(), generator.next().tolist()
    ([7, 0], [7, 1])
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        self.seed = None if seed is None else check_seed(seed)
        self.name = name or unique_name("seed_generator")
        self.state = Variable(
            Tensor([make_default_seed() if seed is None else self.seed, 0], "uint32"),
            trainable=False,
            name="seed_generator_state",
        )
        self.state.owner_path = self.name
        self._one_step = Tensor([0, 1], "uint32")

    def next(self, ordered: bool = True) -> Tensor:
        """Return the current state and advance to the next.

        Parameters
        ----------
        ordered : bool, default True
            Accepted for compatibility with Keras.

        Returns
        -------
        Tensor of uint32, shape (2,)
        """
        current = self.state.value
        self.state.assign_add(self._one_step)
        return current

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {"seed": self.seed, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "SeedGenerator":
        """Return a generator made from what :meth:`get_config` gave."""
        return cls(**config)


def check_seed(seed: Any) -> int:
    """Return a seed as an int.

    Raises
    ------
    ValueError
        If it is no integer in [0, 2**32).
    """
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if not 0 <= number < 2**32:
        raise ValueError(f"seed must be an integer from 0 to 2**32 - 1, got {seed!r}.")
    return number


def make_default_seed() -> int:
    """Return a seed from Python's :mod:`random`, from 1 to 10**9.

    ``set_random_seed`` seeds that, so unseeded parts are reproducible after it.
    """
    return random.randint(1, 10**9)


_shared: dict[str, SeedGenerator] = {}


def global_generator() -> SeedGenerator:
    """Return the generator of all draws for which no seed is given."""
    if "generator" not in _shared:
        _shared["generator"] = SeedGenerator(name="global_seed_generator")
    return _shared["generator"]


def reset_global_generator(seed: int) -> None:
    """Let the shared generator start over from `seed`."""
    if "generator" not in _shared:
        _shared["generator"] = SeedGenerator(seed, name="global_seed_generator")
    _shared["generator"].state.assign(Tensor([check_seed(seed), 0], "uint32"))


def forget_global_generator() -> None:
    """Let the next draw without a seed begin with a new shared generator."""
    _shared.clear()


def draw_state(seed: Any, *, advance: bool = True) -> Tensor:
    """Return the state a draw shall use.

    Parameters
    ----------
    seed : int, SeedGenerator or None
        An integer always gives the same state, a generator its next one; None asks
        the shared generator.
    advance : bool, default True
        Whether generators move on; not when only shapes are computed.
    """
    if seed is None:
        seed = global_generator()
    if isinstance(seed, SeedGenerator):
        return seed.next() if advance else seed.state.value
    return Tensor([check_seed(seed), 0], "uint32")


register_source(draw_state)
