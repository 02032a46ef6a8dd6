"""One call that makes a program's random numbers reproducible."""

import gc
import random

import numpy as np

from cornu.random.generator import (
    check_seed,
    forget_global_generator,
    reset_global_generator,
)
from cornu.utils.naming import reset_names


def set_random_seed(seed: int) -> None:
    """Seed Python's :mod:`random`, NumPy and this library.

    Everything that comes later and is given no seed of its own follows from it:
    initial weights, dropout, shuffling, ``cornu.random``.

    Parameters
    ----------
    seed : int in [0, 2**32)

    Raises
    ------
    ValueError
        If the seed is no integer or lies outside that range.

    Examples
    --------
    >>> set_random_seed(1)
    >>> first = random.random()
    >>> set_random_seed(1)
    >>> first == random.random()
    True
    """
    number = check_seed(seed)
    random.seed(number)
    np.random.seed(number)
    reset_global_generator(number)


def clear_session(free_memory: bool = True) -> None:
    """Start over: layer names count from the beginning again.

    Parameters
    ----------
    free_memory : bool, default True
        Whether to collect what nobody refers to any more.

    Examples
    --------
    >>> clear_session()
    """
    reset_names()
    forget_global_generator()
    if free_memory:
        gc.collect()
