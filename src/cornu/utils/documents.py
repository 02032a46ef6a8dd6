"""Texts as rows of tokens, and tokens' numbers as tables."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cornu.errors import ShapeError
from cornu.utils.text import SPLITTERS, STANDARDIZERS, ngrams, to_text


class Documents:
    """Cut texts into rows of tokens.

    Parameters
    ----------
    texts : ndarray of str objects
        To be split: of any shape; a last axis of size 1 is used up. Not to be split:
        rows of tokens along the last axis.
    standardize : str, callable or None
        A word known to `STANDARDIZERS`, or a function of an array of strings.
    split : str, callable or None
        A word known to `SPLITTERS`, or a function from an array of strings to a list
        of tokens for each.
    sizes : int, tuple of int or None
        Lengths of runs that become tokens; n stands for 1 to n.
    who : str
        For messages.

    Attributes
    ----------
    rows : list of list of str
    shape : tuple of int
        What shape the rows stand in.

    Examples
    --------
    >>> texts = np.array(["A cat!", "a"], object)
    >>> Documents(texts, "strip_punctuation", "whitespace", None, "here").rows
    [['A', 'cat'], ['a']]
    """

    def __init__(
        self,
        texts: np.ndarray,
        standardize: str | Callable[[Any], Any] | None,
        split: str | Callable[[Any], Any] | None,
        sizes: int | Sequence[int] | None,
        who: str,
    ) -> None:
        texts = standardized(texts, standardize, who)
        if split is None:
            self.shape = texts.shape[:-1]
            width = texts.shape[-1] if texts.ndim else 1
            count = texts.size // width if width else int(np.prod(self.shape))
            self.rows: list[list[str]] = texts.reshape(count, width).tolist()
        else:
            self.shape = texts.shape[:-1] if texts.ndim > 1 else texts.shape
            self.rows = _split(texts.reshape(self.shape), split, who)
        if sizes:
            lengths = range(1, sizes + 1) if isinstance(sizes, int) else sizes
            self.rows = [ngrams(row, lengths) for row in self.rows]

    @property
    def tokens(self) -> np.ndarray:
        """The tokens of all rows, one after the other."""
        flat = [token for row in self.rows for token in row]
        found = np.empty(len(flat), object)
        found[:] = flat
        return found

    @property
    def lengths(self) -> np.ndarray:
        """How many tokens each row has."""
        return np.array([len(row) for row in self.rows], np.int64)


def standardized(texts: np.ndarray, how: Any, who: str) -> np.ndarray:
    """Return strings brought to a common form; see :class:`Documents`.

    Examples
    --------
    >>> standardized(np.array(["A!"], object), "strip_punctuation", "here")
    array(['A'], dtype=object)
    """
    if how is None:
        return texts
    if callable(how):
        found = to_text(how(texts.astype(str)), f"{who}: what standardize returned")
        if found.shape != texts.shape:
            raise ShapeError(
                f"{who}: standardize got an array of shape {texts.shape} and returned "
                f"one of shape {found.shape}; it must return as many strings."
            )
        return found
    change = STANDARDIZERS[how]
    found = np.empty(texts.size, object)
    found[:] = [change(text) for text in texts.ravel()]
    return found.reshape(texts.shape)


def _split(texts: np.ndarray, how: Any, who: str) -> list[list[str]]:
    if not callable(how):
        cut = SPLITTERS[how]
        return [cut(text) for text in texts.ravel()]
    rows = [list(row) for row in how(texts.astype(str))]
    if len(rows) != texts.size:
        raise ShapeError(
            f"{who}: split got {texts.size} strings and returned {len(rows)} rows; it "
            f"must return a list of tokens for each string."
        )
    what = f"{who}: what split returned"
    return [to_text(row, what).tolist() if row else [] for row in rows]


def filled(
    values: np.ndarray, lengths: np.ndarray, filler: int, width: int | None = None
) -> np.ndarray:
    """Return a table whose rows have one length, cut or filled up at their ends.

    Parameters
    ----------
    values : ndarray of int, one axis
        The rows, one after the other.
    lengths : ndarray of int
        Of the rows.
    filler : int
    width : int, optional
        Of the table; that of the longest row by default.

    Examples
    --------
    >>> filled(np.array([1, 2, 3, 4]), np.array([3, 1]), 0, 2)
    array([[1, 2],
           [4, 0]])
    """
    if width is None:
        width = int(lengths.max(initial=0))
    table = np.full((len(lengths), width), filler, np.int64)
    place = np.arange(len(values)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    table[np.arange(width) < lengths[:, None]] = values[place < width]
    return table
