import numpy as np

from cornu.constraints import MaxNorm


def test_long_columns_are_shortened():
    w = np.array([[3.0, 0.3], [4.0, 0.4]])
    np.testing.assert_allclose(MaxNorm(2.0)(w), [[1.2, 0.3], [1.6, 0.4]], rtol=1e-6)
    np.testing.assert_allclose(MaxNorm(5.0)(w), w, rtol=1e-6)


def test_axis():
    w = np.random.default_rng(1).standard_normal((3, 3, 2, 4))
    found = np.asarray(MaxNorm(0.5, axis=(0, 1, 2))(w))
    np.testing.assert_allclose(np.sqrt((found**2).sum((0, 1, 2))), 0.5, rtol=1e-6)


def test_zero_stays():
    assert MaxNorm()(np.zeros((2, 2))).tolist() == [[0.0, 0.0]] * 2
