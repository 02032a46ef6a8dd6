"""Random numbers for initial values: drawn in main memory, whatever the device.

Pure functions of a key and a shape, so a model has the same initial weights on every
device.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cornu.random.generator import SeedGenerator, check_seed
from cornu.utils.registry import deserialize

Key = tuple[int, int]


def resolve_seed(seed: Any) -> Any:
    """Return an int or a SeedGenerator from those or a generator's config.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if isinstance(seed, Mapping):
        return deserialize(seed)
    return seed if isinstance(seed, SeedGenerator) else check_seed(seed)


def key_of(seed: Any) -> Key:
    """Return the key of the next draw: always the same one for an integer seed."""
    if isinstance(seed, SeedGenerator):
        first, second = seed.next().tolist()
        return first, second
    return check_seed(seed), 0


def _generator(key: Key) -> Any:
    return np.random.Generator(np.random.Philox(key=np.array(key, np.uint64)))


def _precision(dtype: str) -> Any:
    return np.float64 if dtype == "float64" else np.float32


def uniform(
    key: Key, shape: tuple[int, ...], low: float, high: float, dtype: str
) -> np.ndarray:
    """Return numbers uniform in [low, high).

    Examples
    --------
    >>> uniform((1, 0), (2, 3), -1.0, 1.0, "float32").shape
    (2, 3)
    """
    unit = _generator(key).random(shape, dtype=_precision(dtype))
    return unit * (high - low) + low


def normal(
    key: Key, shape: tuple[int, ...], mean: float, stddev: float, dtype: str
) -> np.ndarray:
    """Return normally distributed numbers."""
    return _generator(key).standard_normal(shape, _precision(dtype)) * stddev + mean


def truncated_normal(
    key: Key, shape: tuple[int, ...], mean: float, stddev: float, dtype: str
) -> np.ndarray:
    """Return normal numbers, drawn again where over two deviations from the mean."""
    generator, precision = _generator(key), _precision(dtype)
    count = math.prod(shape)
    drawn = generator.standard_normal(count, precision)
    outside = np.flatnonzero(np.abs(drawn) > 2)
    while outside.size:
        drawn[outside] = generator.standard_normal(outside.size, precision)
        outside = outside[np.abs(drawn[outside]) > 2]
    return drawn.reshape(shape) * stddev + mean


def orthogonal(key: Key, shape: tuple[int, int], dtype: str) -> np.ndarray:
    """Return a matrix with orthonormal rows or columns, whichever are fewer.

    It is uniformly distributed over all such matrices.

    References
    ----------
    .. [1] Mezzadri, "How to Generate Random Matrices from the Classical Compact
       Groups", Notices of the AMS 54, 2007, section 5.
    """
    rows, columns = shape
    tall = (max(rows, columns), min(rows, columns))
    q, r = np.linalg.qr(_generator(key).standard_normal(tall))
    # Without the signs of r the distribution would depend on the algorithm for q.
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
    return (q if rows >= columns else q.T).astype(_precision(dtype))
