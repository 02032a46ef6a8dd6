"""Cropping3D."""

import numpy as np

from cornu import layers


def test_each_side_on_its_own():
    x = np.random.default_rng(0).normal(size=(2, 3, 5, 6, 2)).astype("float32")
    found = layers.Cropping3D(((1, 0), (0, 2), 1))(x).numpy()
    np.testing.assert_array_equal(found, x[:, 1:, :3, 1:5])
