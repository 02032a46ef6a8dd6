"""UpSampling3D."""

import numpy as np

from cornu import layers


def test_repeats_along_each_axis():
    x = np.random.default_rng(0).normal(size=(1, 2, 3, 2, 2)).astype("float32")
    expected = x.repeat(2, axis=2).repeat(3, axis=3)
    np.testing.assert_array_equal(layers.UpSampling3D((1, 2, 3))(x).numpy(), expected)


def test_channels_first():
    layer = layers.UpSampling3D(2, data_format="channels_first")
    assert layer(np.ones((1, 1, 2, 2, 3))).shape == (1, 1, 4, 4, 6)
