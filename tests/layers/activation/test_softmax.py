"""Softmax."""

import numpy as np
import pytest

from cornu import layers

X = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")


@pytest.mark.parametrize("axis", [-1, 1, [1, 2]])
def test_shares_along_axes(axis):
    axes = tuple(axis) if isinstance(axis, list) else axis
    weights = np.exp(X)
    expected = weights / weights.sum(axes, keepdims=True)
    found = layers.Softmax(axis=axis)(X).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_masked_elements_get_nothing(dtype):
    mask = np.array([[True, True, False], [False, False, False]])
    found = layers.Softmax(dtype=dtype)(np.ones((2, 3), dtype), mask=mask)
    assert found.numpy().tolist() == [[0.5, 0.5, 0.0], [0.0, 0.0, 0.0]]


def test_mask_beats_very_negative_inputs():
    x = np.array([[-1e6, 5.0]], "float32")
    found = layers.Softmax()(x, mask=np.array([[True, False]]))
    assert found.numpy().tolist() == [[1.0, 0.0]]
