"""Strings and integers spread over buckets by a hash."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cornu.errors import ArgumentError
from cornu.utils.fingerprints import fingerprint64, fingerprint_cat64, siphash64
from cornu.utils.text import text_to_bytes


def key_of_salt(salt: Any, who: str) -> tuple[int, int] | None:
    """Return the two halves of a hash's key; a single integer stands for both.

    Raises
    ------
    ArgumentError
        If it is neither an integer nor a pair of them.

    Examples
    --------
    >>> key_of_salt(7, "Hashing")
    (7, 7)
    """
    if salt is None:
        return None
    pair = salt if isinstance(salt, (list, tuple)) else (salt, salt)
    whole = [hasattr(s, "__index__") and not isinstance(s, bool) for s in pair]
    if len(pair) != 2 or not all(whole):
        raise ArgumentError(
            f"{who}: salt must be an integer or a pair of integers, got {salt!r}."
        )
    return int(pair[0]), int(pair[1])


def buckets(
    values: np.ndarray, count: int, salt: Sequence[int] | None = None
) -> np.ndarray:
    """Return the bucket of each value.

    Parameters
    ----------
    values : ndarray of str objects or int
        Integers are hashed as their decimal digits.
    count : int
        Number of buckets; 0 counts as 1.
    salt : pair of int, optional
        Use SipHash with this key in place of FarmHash.

    Returns
    -------
    ndarray of int64, shape of `values`

    Examples
    --------
    >>> buckets(np.array(["A", "B"], object), 3)
    array([1, 0])
    """
    items = text_to_bytes(map(str, values.ravel().tolist()))
    hashes = siphash64(items, (salt[0], salt[1])) if salt else fingerprint64(items)
    return _remainders(hashes, count).reshape(values.shape)


_CROSS_START = 0xDECAFCAFFE


def crossed(features: Sequence[np.ndarray], count: int) -> np.ndarray:
    """Return the bucket of each combination of values.

    Parameters
    ----------
    features : sequence of ndarray of str objects or int, all of one shape
        Integers stand for themselves, not for their digits.
    count : int
        Number of buckets.

    Examples
    --------
    >>> crossed([np.array(["A", "B"], object), np.array([101, 101])], 5)
    array([1, 4])
    """
    shape = features[0].shape
    total = np.full(features[0].size, _CROSS_START, np.uint64)
    for values in features:
        flat = values.ravel()
        if flat.dtype.kind == "O":
            parts = fingerprint64(text_to_bytes(flat.tolist()))
        else:
            parts = flat.astype(np.int64).view(np.uint64)
        total = fingerprint_cat64(total, parts)
    return _remainders(total, count).reshape(shape)


def _remainders(hashes: np.ndarray, count: int) -> np.ndarray:
    return (hashes % np.uint64(max(count, 1))).astype(np.int64)
