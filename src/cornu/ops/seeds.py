"""Where ops that draw random numbers get the state of a draw from.

Generators live above the ops (in :mod:`cornu.random`), so they register here.
"""

from collections.abc import Callable
from typing import Any

_sources: list[Callable[[Any], Any]] = []


def register_source(draw: Callable[[Any], Any]) -> None:
    """Let ``draw(seed)`` turn what people pass as a seed into the state of a draw."""
    _sources[:] = [draw]


def draw_state(seed: Any) -> Any:
    """Return the state of the next draw: a Tensor of uint32, shape (2,).

    Parameters
    ----------
    seed : int, SeedGenerator or None
        An integer always gives the same state, a generator its next one; None asks
        the generator that everybody shares.
    """
    return _sources[0](seed)
