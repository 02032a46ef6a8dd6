import numpy as np
import pytest

from cornu import activations


@pytest.fixture
def x():
    return np.random.default_rng(2).standard_normal((3, 4))


def test_softmax(x):
    for axis in (-1, 0, (0, 1)):
        wanted = np.exp(x) / np.exp(x).sum(axis, keepdims=True)
        np.testing.assert_allclose(activations.softmax(x, axis), wanted)
        np.testing.assert_allclose(activations.log_softmax(x, axis), np.log(wanted))


def test_sparsemax():
    # Shifted by one threshold and cut at 0: the first row by 0.05, the second by 2.
    rows = np.array([[0.6, 0.5, -1.0], [3.0, 1.0, 0.0]])
    wanted = [[0.55, 0.45, 0.0], [1.0, 0.0, 0.0]]
    np.testing.assert_allclose(activations.sparsemax(rows), wanted)
    np.testing.assert_allclose(activations.sparsemax(rows.T, axis=0).T, wanted)


def test_glu(x):
    gate = 1 / (1 + np.exp(-x[:, 2:]))
    np.testing.assert_allclose(activations.glu(x), x[:, :2] * gate)
    np.testing.assert_allclose(activations.glu(x.T, axis=0).T, x[:, :2] * gate)
