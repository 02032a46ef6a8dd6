"""Autocast: the type in which variables are read while a layer of few bits computes."""

import contextlib
import threading
from collections.abc import Iterator

import numpy as np

from cornu.core.spec import known_dtype


class _Autocast(threading.local):
    """Hold, per thread, the type variables are read in; None for their own."""

    dtype: "np.dtype | None" = None


AUTOCAST = _Autocast()


@contextlib.contextmanager
def autocast(dtype: str | None) -> Iterator[None]:
    """Let float variables be read as `dtype` inside the ``with`` block.

    They keep their own type: what is assigned to them is not rounded. Variables made
    with ``autocast=False`` are read as they are.

    Parameters
    ----------
    dtype : str or None
        A floating type; None ends what an outer block began.

    Examples
    --------
    >>> from cornu import Variable
    >>> weight = Variable([1.0, 2.0])
    >>> with autocast("float16"):
    ...     weight.dtype, (weight * 2).dtype.name
    ('float16', 'float16')
    >>> weight.dtype
    'float32'
    """
    before = AUTOCAST.dtype
    AUTOCAST.dtype = None if dtype is None else known_dtype(dtype)
    try:
        yield
    finally:
        AUTOCAST.dtype = before
