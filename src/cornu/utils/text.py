"""Arrays of strings, and what is done with text before it becomes numbers."""

import contextlib
import re
import string
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from cornu.errors import DTypeError, ShapeError

TEXT_KINDS = ("O", "S", "U", "T")
"""Kinds of NumPy's data types that hold strings (or objects that may be some)."""

_WORD = re.compile(r"[^ \t\n\v\f\r]+")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


# ---- arrays of strings ----


def is_text(value: Any) -> bool:
    """Tell whether a value is a string, an array, or a nested list of strings only.

    A list of arrays is none: that is several values.

    Examples
    --------
    >>> is_text([["a"], ["b"]]), is_text([1, 2]), is_text(["a", 1])
    (True, False, False)
    """
    if isinstance(value, (str, bytes)):
        return True
    if isinstance(value, (list, tuple)):
        return bool(value) and all(
            isinstance(v, (str, bytes, list, tuple)) and is_text(v) for v in value
        )
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind not in TEXT_KINDS:
        return False
    return kind != "O" or all(isinstance(v, (str, bytes)) for v in value.flat)


def to_text(value: Any, who: str, encoding: str = "utf-8") -> np.ndarray:
    """Return an array of Python strings.

    Parameters
    ----------
    value : str, bytes, array or nested list of them
    who : str
        For messages.
    encoding : str, default "utf-8"
        How bytes are read.

    Returns
    -------
    ndarray of object

    Raises
    ------
    DTypeError
        If it holds anything else.
    ShapeError
        If lists have different lengths.

    Examples
    --------
    >>> to_text(["a", b"b"], "here")
    array(['a', 'b'], dtype=object)
    """
    found = text_array(value, who)
    flat = [_string(v, who, encoding) for v in found.flat]
    result = np.empty(len(flat), object)
    result[:] = flat
    return result.reshape(found.shape)


def text_array(value: Any, who: str) -> np.ndarray:
    """Return an array of objects for strings, as yet bytes or not.

    Raises
    ------
    ShapeError
        If lists have different lengths.
    """
    found = None
    with contextlib.suppress(ValueError):
        found = np.asarray(value, dtype=object)
    if found is None or any(isinstance(v, (list, tuple)) for v in found.flat):
        raise ShapeError(
            f"{who}: rows have different lengths, so they do not form an array. Ragged "
            f"inputs are not part of this library; fill rows up with '' to one length."
        )
    return found


def _string(value: Any, who: str, encoding: str) -> str:
    if isinstance(value, str):
        return str(value)  # NumPy's own kind of string becomes a plain one
    if isinstance(value, bytes):
        return value.decode(encoding)
    if value is None or value != value:
        raise DTypeError(
            f"{who}: a string is missing ({value!r} stands in its place); fill gaps "
            f"in first, for example with ''."
        )
    raise DTypeError(
        f"{who} takes strings, got {value!r} ({type(value).__name__}). Integers go "
        f"into IntegerLookup, or become strings by str()."
    )


def text_to_bytes(values: Iterable[str]) -> list[bytes]:
    """Return strings in UTF-8."""
    return [value.encode() for value in values]


# ---- standardise, split, combine ----


def strip_punctuation(text: str) -> str:
    """Return `text` without the punctuation marks of ASCII.

    Examples
    --------
    >>> strip_punctuation("it's 3.14!")
    'its 314'
    """
    return text.translate(_NO_PUNCTUATION)


def lower(text: str) -> str:
    """Return `text` with A to Z in lower case; other letters stay as they are."""
    return text.translate(_LOWER)


STANDARDIZERS: dict[str, Callable[[str], str]] = {
    "lower_and_strip_punctuation": lambda text: strip_punctuation(lower(text)),
    "lower": lower,
    "strip_punctuation": strip_punctuation,
}
"""What each word for `standardize` does to one string."""

SPLITTERS: dict[str, Callable[[str], list[str]]] = {
    "whitespace": _WORD.findall,
    "character": list,
}
"""What each word for `split` makes of one string."""


def ngrams(tokens: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Return all runs of tokens of some lengths, each joined by blanks.

    Parameters
    ----------
    tokens : sequence of str
    sizes : sequence of int
        Lengths, in the order in which their runs come.

    Examples
    --------
    >>> ngrams(["a", "b", "c"], (1, 2))
    ['a', 'b', 'c', 'a b', 'b c']
    """
    return [
        " ".join(tokens[first : first + size])
        for size in sizes
        for first in range(len(tokens) - size + 1)
    ]
