"""Names: nearest matches for error messages, snake case, and unique layer names."""

import difflib
import re
import threading
from collections.abc import Iterable

_local = threading.local()


def suggest(name: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the nearest known name, or ``""``.

    Parameters
    ----------
    name : str
        What the caller wrote.
    known : iterable of str
        The names that exist.

    Returns
    -------
    str
        A sentence with a leading space, empty if nothing comes near.

    Examples
    --------
    >>> suggest("adm", ["adam", "sgd"])
    " Did you mean 'adam'?"
    """
    names = list(known)
    folded = {n.lower(): n for n in names}
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.7)
    if near:
        return f" Did you mean {near[0]!r}?"
    near = difflib.get_close_matches(str(name).lower(), folded, n=1, cutoff=0.5)
    return f" Did you mean {folded[near[0]]!r}?" if near else ""


def to_snake_case(name: str) -> str:
    """Turn ``"LSTMCell"`` into ``"lstm_cell"``, as default layer names need it.

    Examples
    --------
    >>> to_snake_case("Conv2DTranspose")
    'conv2d_transpose'
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def unique_name(prefix: str) -> str:
    """Return `prefix`, or ``prefix_1``, ``prefix_2``, ... if it was given out before.

    Names count up per thread; :func:`reset_names` starts over.
    """
    counts = _counts()
    count = counts.get(prefix, 0)
    counts[prefix] = count + 1
    return f"{prefix}_{count}" if count else prefix


def get_uid(prefix: str = "") -> int:
    """Return 1, then 2, ...: how many names with this prefix were given out.

    The count is the one of :func:`unique_name`.

    Examples
    --------
    >>> get_uid("lamp"), get_uid("lamp"), unique_name("lamp")
    (1, 2, 'lamp_2')
    """
    counts = _counts()
    counts[prefix] = counts.get(prefix, 0) + 1
    return counts[prefix]


def reset_names() -> None:
    """Forget every name given out, so that numbering starts over."""
    _counts().clear()


def _counts() -> dict[str, int]:
    if not hasattr(_local, "counts"):
        _local.counts = {}
    counts: dict[str, int] = _local.counts
    return counts
