"""AutoContrast beyond the recorded answers."""

import numpy as np

from cornu import layers


def test_channels_of_one_value_stay():
    images = np.full((1, 3, 3, 2), 7.0, "float32")
    images[0, 0, 0, 0] = 8.0
    found = layers.AutoContrast()(images, training=False).numpy()
    assert found[0, 0, 0].tolist() == [255.0, 7.0]
    assert found[0, 1, 1].tolist() == [0.0, 7.0]


def test_channels_first():
    images = np.random.default_rng(0).uniform(9, 99, (2, 3, 4, 5)).astype("float32")
    found = layers.AutoContrast(data_format="channels_first")(images).numpy()
    wanted = layers.AutoContrast()(images.transpose(0, 2, 3, 1)).numpy()
    np.testing.assert_array_equal(found, wanted.transpose(0, 3, 1, 2))
