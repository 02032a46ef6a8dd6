"""Tracebacks without the library's own frames."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

_HERE = f"{Path(__file__).resolve().parents[1]}{os.sep}"
_F = TypeVar("_F", bound=Callable[..., Any])


class _Filter:
    """Say whether frames are left out."""

    is_on = os.environ.get("CORNU_TRACEBACK_FILTERING", "1") != "0"


FILTER = _Filter()


def without_own_frames(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback of only those frames that are not this library's.

    Parameters
    ----------
    trace : traceback or None
    """
    kept = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(_HERE):
            kept.append(trace)
        trace = trace.tb_next
    following: TracebackType | None = None
    for each in reversed(kept):
        following = TracebackType(
            following, each.tb_frame, each.tb_lasti, each.tb_lineno
        )
    return following


def filtered(function: _F) -> _F:
    """Return a function whose errors show the frames of others' code only.

    Those of this library are left out while the filter is on.

    Examples
    --------
    >>> @filtered
    ... def run(call):
    ...     return call()
    >>> run(lambda: 3)
    3
    """

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            if not FILTER.is_on:
                raise
            error.__traceback__ = without_own_frames(error.__traceback__)
            raise

    return run  # type: ignore[return-value]
