"""From tokens to their numbers, those that are in no vocabulary included, and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cornu.errors import ArgumentError
from cornu.utils.hashed import buckets
from cornu.utils.vocabulary import Vocabulary


class Lookup:
    """Number tokens: first the mask, then buckets for unknown ones, then the known.

    Parameters
    ----------
    vocabulary : Vocabulary
    masks : bool
        Whether the mask token has a number, 0, of its own; else it gets -1.
    mask_token : str, int or None
    oov_token : str or int
        What unknown numbers turn back into.
    oov_buckets : int
        Numbers for tokens out of the vocabulary.
    hashes : bool
        Whether a hash chooses among these, or the remainder of an integer.
    salt : pair of int, optional
        Key of the hash.
    who : str
        For messages.

    Examples
    --------
    >>> lookup = Lookup(Vocabulary(["a"], "here"), True, "", "?", 1, True, None, "here")
    >>> lookup.find(np.array(["a", "x", ""], object))
    array([2, 1, 0])
    >>> lookup.tokens_at(np.array([2, 7]))
    array(['a', '?'], dtype=object)
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        masks: bool,
        mask_token: Any,
        oov_token: Any,
        oov_buckets: int,
        hashes: bool,
        salt: Sequence[int] | None,
        who: str,
    ) -> None:
        self._vocabulary = vocabulary
        self._mask = mask_token
        self._has_mask = masks and mask_token is not None
        self._oov = oov_token
        self._buckets = oov_buckets
        self._hashes = hashes
        self._salt = salt
        self._who = who
        self._first_bucket = int(self._has_mask)
        self._first_token = self._first_bucket + oov_buckets

    def find(self, values: np.ndarray) -> np.ndarray:
        """Return the numbers of tokens, as int64.

        Raises
        ------
        ArgumentError
            If a token is unknown and there is no bucket for those.
        """
        numbers = self._vocabulary.find(values.ravel().tolist()).reshape(values.shape)
        unknown = numbers < 0
        numbers += self._first_token
        if self._mask is not None:
            is_mask = np.asarray(values == self._mask, bool)
            numbers[is_mask] = 0 if self._has_mask else -1
            unknown &= ~is_mask
        if unknown.any():
            numbers[unknown] = self._first_bucket + self._bucket(values[unknown])
        return numbers

    def _bucket(self, values: np.ndarray) -> Any:
        if self._buckets == 0:
            raise ArgumentError(
                f"{self._who}: not in the vocabulary: {values[:5].tolist()}. With "
                f"num_oov_indices=0 all inputs must be; use num_oov_indices=1."
            )
        if self._buckets == 1:
            return 0
        if self._hashes:
            return buckets(values, self._buckets, self._salt)
        return values % self._buckets

    def tokens_at(self, numbers: np.ndarray) -> np.ndarray:
        """Return the tokens that have some numbers."""
        special = [self._mask] * self._first_bucket + [self._oov] * self._buckets
        every = [*special, *self._vocabulary.tokens, self._oov]
        is_text = isinstance(every[-2], str)
        table = np.empty(len(every), object if is_text else np.int64)
        table[:] = every
        inside = (numbers >= 0) & (numbers < len(every) - 1)
        return table[np.where(inside, numbers, len(every) - 1)]
