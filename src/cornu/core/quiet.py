"""Silence NumPy's floating-point warnings where infinities are part of the work."""

import numpy as np


def quiet() -> np.errstate:
    """Return a context in which overflow gives infinity without a word.

    A network that diverges says so by its loss; a warning per operation, from deep
    inside the engine, helps nobody. Only the outermost calls enter it: it costs more
    than a small operation.

    Examples
    --------
    >>> with quiet():
    ...     bool(np.isinf(np.exp(np.float32(1000))))
    True
    """
    return np.errstate(all="ignore")
