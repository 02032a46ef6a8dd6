"""The number of threads in NumPy's matrix products, where OpenBLAS does them."""

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

_PREFIXES = ("scipy_openblas", "openblas")
_SUFFIXES = ("64_", "")

_lock = threading.Lock()
_users = 0
_before = 0


class Control(NamedTuple):
    """Hold the two functions of OpenBLAS that matter here."""

    get: Callable[[], int]
    set: Callable[[int], None]


@cache
def control() -> Control | None:
    """Return the thread control of NumPy's OpenBLAS; None if it has another BLAS."""
    for path in _candidates():
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        found = _symbols(library)
        if found is not None:
            return found
    return None


def _candidates() -> Iterator[Path]:
    root = Path(np.__file__).parent
    for folder in (root.parent / "numpy.libs", root / ".dylibs", root / ".libs"):
        yield from sorted(folder.glob("*openblas*"))
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return
    yield from sorted({Path(s.split()[-1]) for s in lines if "openblas" in s})


def _symbols(library: ctypes.CDLL) -> Control | None:
    for prefix in _PREFIXES:
        for suffix in _SUFFIXES:
            read = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
            write = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
            if read is not None and write is not None:
                read.restype, read.argtypes = ctypes.c_int, []
                write.restype, write.argtypes = None, [ctypes.c_int]
                return Control(read, write)
    return None


@contextmanager
def single_threaded_blas() -> Iterator[bool]:
    """Let every matrix product inside run on the thread that asks for it.

    The setting belongs to the process; it is restored when the last user leaves.

    Yields
    ------
    bool
        Whether that could be arranged.
    """
    global _users, _before
    found = control()
    if found is None:
        yield False
        return
    with _lock:
        if _users == 0:
            _before = found.get()
            found.set(1)
        _users += 1
    try:
        yield True
    finally:
        with _lock:
            _users -= 1
            if _users == 0:
                found.set(_before)
