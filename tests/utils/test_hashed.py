"""Buckets: ranges, digits, salts."""

import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.utils.hashed import buckets, crossed, key_of_salt


def test_buckets_fill_their_range():
    found = buckets(np.arange(500), 7)
    assert found.dtype == np.int64
    assert set(found.tolist()) == set(range(7))


def test_integers_are_hashed_as_digits():
    digits = np.array(["-5", "12"], object)
    assert buckets(np.array([-5, 12]), 1000).tolist() == buckets(digits, 1000).tolist()


def test_no_buckets_count_as_one():
    assert buckets(np.array([[1], [2]]), 0).tolist() == [[0], [0]]


def test_crossing_depends_on_every_feature():
    one, two = np.array(["a", "b"], object), np.array([1, 2])
    table = {(x, y): int(crossed([np.array([x], object), np.array([y])], 10**9)[0])
             for x in one for y in two}  # fmt: skip
    assert len(set(table.values())) == 4
    assert crossed([one, two], 10**9).tolist() == [table["a", 1], table["b", 2]]


@pytest.mark.parametrize("salt", ["a", 1.5, [1, 2, 3], [1], True])
def test_wrong_salts(salt):
    with pytest.raises(ArgumentError, match="salt must be an integer or a pair"):
        key_of_salt(salt, "Hashing")
