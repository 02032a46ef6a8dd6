"""ZeroPadding3D against NumPy's pad."""

import numpy as np

from cornu import layers


def test_each_side_on_its_own():
    x = np.random.default_rng(0).normal(size=(1, 2, 3, 2, 2)).astype("float32")
    found = layers.ZeroPadding3D(((1, 0), (0, 2), 1))(x).numpy()
    expected = np.pad(x, ((0, 0), (1, 0), (0, 2), (1, 1), (0, 0)))
    np.testing.assert_array_equal(found, expected)
