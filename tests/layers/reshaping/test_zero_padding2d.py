"""ZeroPadding2D against NumPy's pad."""

import numpy as np

from cornu import layers


def test_each_side_on_its_own():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 2)).astype("float32")
    found = layers.ZeroPadding2D(((1, 0), (2, 3)))(x).numpy()
    expected = np.pad(x, ((0, 0), (1, 0), (2, 3), (0, 0)))
    np.testing.assert_array_equal(found, expected)


def test_one_number_per_axis():
    assert layers.ZeroPadding2D((1, 2))(np.ones((1, 3, 3, 1))).shape == (1, 5, 7, 1)
