"""A limit to the variables that come into being while a file is read."""

import contextlib
import math
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from cornu.core import observers
from cornu.errors import FileFormatError

_SLACK_BYTES = 16 * 2**20
"""What is not in weights files: states of metrics and of random generators."""


@contextlib.contextmanager
def budget(nbytes: int, who: str) -> Iterator[None]:
    """Refuse variables beyond what a file has weights for, before they are made.

    Parameters
    ----------
    nbytes : int
        The bytes of weights in the file.
    who : str
        The file, for messages.

    Raises
    ------
    FileFormatError
        Inside the ``with`` block, from whatever would make a variable too many.
    """
    limit = 2 * nbytes + _SLACK_BYTES
    thread = threading.get_ident()
    used = 0

    def count(shape: Any, dtype: Any) -> None:
        nonlocal used
        if threading.get_ident() != thread:
            return
        used += math.prod(int(n) for n in shape) * np.dtype(dtype).itemsize
        if used > limit:
            raise FileFormatError(
                f"{who}: its config asks for at least {used} bytes of weights, but the "
                f"file holds {nbytes}; it is damaged, or not to be trusted."
            )

    observers.variable_birth.append(count)
    try:
        yield
    finally:
        observers.variable_birth.remove(count)
