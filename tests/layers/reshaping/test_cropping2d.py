"""Cropping2D."""

import numpy as np

from cornu import layers


def test_each_side_on_its_own():
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 2)).astype("float32")
    found = layers.Cropping2D(((1, 0), (2, 3)))(x).numpy()
    np.testing.assert_array_equal(found, x[:, 1:, 2:3])


def test_channels_first():
    x = np.random.default_rng(0).normal(size=(2, 2, 5, 6)).astype("float32")
    layer = layers.Cropping2D((1, 2), data_format="channels_first")
    np.testing.assert_array_equal(layer(x).numpy(), x[:, :, 1:-1, 2:-2])


def test_nothing_is_cut_by_default():
    assert layers.Cropping2D()(np.ones((1, 2, 2, 1))).shape == (1, 2, 2, 1)
