"""Tapering windows by name, as values of float64."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.utils.naming import suggest

# Factors of cos(0), -cos(t), +cos(2t), ... for t from 0 to 2 pi.
_COSINES = {
    "hann": (0.5, 0.5),
    "hamming": (0.54, 0.46),
    "blackman": (0.42, 0.5, 0.08),
    "nuttall": (0.3635819, 0.4891775, 0.1365995, 0.0106411),
    "blackmanharris": (0.35875, 0.48829, 0.14128, 0.01168),
    "flattop": (0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
}


def _triang(n: int) -> Any:
    distance = abs(np.arange(n) - (n - 1) / 2)
    return 1 - distance / ((n + n % 2) / 2)


def _bohman(n: int) -> Any:
    x = abs(np.linspace(-1, 1, n))
    found = (1 - x) * np.cos(np.pi * x) + np.sin(np.pi * x) / np.pi
    found[[0, -1]] = 0
    return found


def _barthann(n: int) -> Any:
    x = np.linspace(-0.5, 0.5, n)
    return 0.62 - 0.48 * abs(x) + 0.38 * np.cos(2 * np.pi * x)


def _parzen(n: int) -> Any:
    x = abs(np.arange(n) - (n - 1) / 2) / (n / 2)
    inner = 1 - 6 * x**2 * (1 - x)
    return np.where(x <= (n - 1) / (2 * n), inner, 2 * (1 - x) ** 3)


def _tukey(n: int) -> Any:
    x = np.arange(n) / (n - 1)
    edge = np.minimum(np.minimum(x, 1 - x) * 4, 1)
    return 0.5 - 0.5 * np.cos(np.pi * edge)


_FORMULAS: dict[str, Callable[[int], Any]] = {
    "boxcar": np.ones,
    "triang": _triang,
    "bartlett": lambda n: 1 - abs(np.linspace(-1, 1, n)),
    "cosine": lambda n: np.sin(np.pi / n * (np.arange(n) + 0.5)),
    "lanczos": lambda n: np.sinc(np.linspace(-1, 1, n)),
    "bohman": _bohman,
    "barthann": _barthann,
    "parzen": _parzen,
    "tukey": _tukey,
}
WINDOWS = (*_COSINES, *_FORMULAS)


@functools.lru_cache(maxsize=64)
def window(name: str, length: int, periodic: bool) -> np.ndarray:
    """Return a window of `length`; read-only.

    Parameters
    ----------
    name : str
        One of `WINDOWS`.
    length : int >= 1
    periodic : bool
        Whether the window is one period, its end left out, as transforms want it;
        otherwise it is symmetric.

    Raises
    ------
    ValueError
        If there is no such window.

    Examples
    --------
    >>> window("hann", 4, True).round(6).tolist()
    [0.0, 0.5, 1.0, 0.5]
    """
    if name not in WINDOWS:
        raise ValueError(
            f"unknown window {name!r}.{suggest(str(name), WINDOWS)} Use one of "
            f"{', '.join(WINDOWS)}, or the values themselves."
        )
    if length == 1:
        found = np.ones(1)
    else:
        found = _values(name, length + periodic)[:length].copy()
    found.flags.writeable = False
    return found


def _values(name: str, n: int) -> Any:
    if name in _FORMULAS:
        return _FORMULAS[name](n)
    angle = np.linspace(0, 2 * np.pi, n)
    factors = _COSINES[name]
    return sum(f * (-1) ** k * np.cos(k * angle) for k, f in enumerate(factors))
