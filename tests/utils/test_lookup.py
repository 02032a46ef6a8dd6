"""Lookup: special numbers in front, unknown tokens, and back."""

import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.utils.lookup import Lookup
from cornu.utils.vocabulary import Vocabulary


def lookup(tokens, *, masks=True, mask=None, oov=-1, count=1, hashes=False):
    held = Vocabulary(tokens, "here")
    return Lookup(held, masks, mask, oov, count, hashes, None, "here")


def test_order_of_numbers():
    found = lookup([5, 6], mask=0, count=2).find(np.array([[0, 5], [7, 8]]))
    assert found.tolist() == [[0, 3], [2, 1]]


def test_mask_without_a_number():
    assert lookup([5], masks=False, mask=0).find(np.array([0, 5, 9])).tolist() == [
        -1,
        1,
        0,
    ]


def test_negative_integers_have_buckets():
    assert lookup([5], count=3).find(np.array([-1, -2])).tolist() == [2, 1]


def test_no_bucket():
    with pytest.raises(ArgumentError, match=r"not in the vocabulary: \[9, 8\]"):
        lookup([5], count=0).find(np.array([5, 9, 8]))


def test_back():
    found = lookup([5, 6], mask=0, oov=-9, count=2)
    numbers = np.array([0, 1, 2, 3, 4, 5, -1])
    assert found.tokens_at(numbers).tolist() == [0, -9, -9, 5, 6, -9, -9]
