"""Labels and sequences are prepared as Keras does."""

import numpy as np
import pytest

from cornu.errors import DataError
from cornu.utils import normalize, pad_sequences, to_categorical


def test_one_hot_rows():
    np.testing.assert_array_equal(to_categorical([1, 0, 3]), np.eye(4)[[1, 0, 3]])
    assert to_categorical([[1], [0]], 3).shape == (2, 3)
    assert to_categorical(np.zeros((2, 5)), 3).shape == (2, 5, 3)
    assert to_categorical([0]).dtype == np.float32


@pytest.mark.parametrize(
    ("labels", "count", "words"),
    [([3], 3, "from 3 to 3"), ([-1], 3, "-1"), ([0.5], None, "whole")],
)
def test_labels_that_do_not_fit_are_refused(labels, count, words):
    with pytest.raises(DataError, match=words):
        to_categorical(labels, count)


def test_norms():
    rows = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_allclose(np.linalg.norm(normalize(rows), axis=1), 1)
    np.testing.assert_allclose(np.abs(normalize(rows, 0, 1)).sum(0), 1)
    np.testing.assert_array_equal(normalize(np.zeros((1, 3))), np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, [[0, 0, 1], [0, 2, 3], [4, 5, 6]]),
        ({"padding": "post"}, [[1, 0, 0], [2, 3, 0], [4, 5, 6]]),
        ({"maxlen": 2}, [[0, 1], [2, 3], [5, 6]]),
        ({"maxlen": 2, "truncating": "post"}, [[0, 1], [2, 3], [4, 5]]),
        ({"value": 9, "maxlen": 4}, [[9, 9, 9, 1], [9, 9, 2, 3], [9, 4, 5, 6]]),
    ],
)
def test_sequences_get_one_length(options, wanted):
    found = pad_sequences([[1], [2, 3], [4, 5, 6]], **options)
    np.testing.assert_array_equal(found, wanted)
    assert found.dtype == np.int32


def test_sequences_of_vectors_and_none_at_all():
    found = pad_sequences([np.ones((1, 2)), np.ones((3, 2))], dtype="float32")
    assert found.shape == (2, 3, 2)
    assert found[0].sum() == 2
    assert pad_sequences([[], [1]]).tolist() == [[0], [1]]
    assert pad_sequences([]).shape == (0, 0)


def test_wrong_words_are_refused():
    with pytest.raises(ValueError, match="padding"):
        pad_sequences([[1]], padding="left")
    with pytest.raises(DataError, match="entry 1"):
        pad_sequences([[1], 2])
