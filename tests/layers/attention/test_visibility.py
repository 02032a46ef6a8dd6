"""Masks: how they are joined, and how hidden scores sink."""

import numpy as np
import pytest

from cornu import Input, ops
from cornu.layers.attention import visibility


def test_masks_are_joined_as_truth_values():
    found = visibility.joined(None, np.array([[1, 0, 2]]), np.array([[0], [1]]))
    assert np.asarray(found).tolist() == [[False] * 3, [True, False, True]]
    assert visibility.joined(None, None) is None


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("window", [None, 1, 2, 9])
def test_band(causal, window):
    queries, keys = np.zeros((2, 4, 3)), np.zeros((2, 3, 6))
    found = visibility.band(queries, keys, causal=causal, window=window, axes=(1, 2))
    row, column = np.arange(4)[:, None], np.arange(6)
    wanted = np.ones((4, 6), bool)
    if causal:
        wanted &= column <= row
    if window is not None:
        wanted &= abs(column - row) < window
    if found is None:
        assert wanted.all()
    else:
        assert found.shape == (1, 4, 6)
        np.testing.assert_array_equal(np.asarray(found)[0], wanted)


def test_band_of_unknown_lengths():
    x = Input((None, 3))
    assert visibility.band(x, x, causal=True, window=2).shape == (1, None, None)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_lowered_scores_have_no_share(dtype):
    scores = np.array([[0.5, 3.0, -2.0]], dtype)
    assert visibility.lowered(scores, None) is scores
    low = visibility.lowered(ops.array(scores), np.array([True, False, True]))
    shares = ops.softmax(low, axis=-1).numpy()
    assert shares.dtype == dtype
    assert shares[0, 1] == 0
    even = ops.softmax(visibility.lowered(ops.array(scores), np.zeros(3, bool)))
    np.testing.assert_allclose(np.asarray(even).sum(), 1, rtol=1e-3)


def test_with_rank():
    assert visibility.with_rank(np.ones((2, 3, 4)), 5, -3).shape == (2, 1, 1, 3, 4)
    assert visibility.with_rank(None, 4, -3) is None
