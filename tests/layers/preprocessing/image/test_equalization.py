"""Equalization beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_each_image_and_channel_by_itself():
    images = np.random.default_rng(0).integers(0, 99, (3, 6, 7, 2)).astype("uint8")
    layer = layers.Equalization()
    found = layer(images, training=True).numpy()
    for i in range(3):
        for c in range(2):
            alone = layer(images[i : i + 1, :, :, c : c + 1], training=True).numpy()
            np.testing.assert_array_equal(found[i, :, :, c], alone[0, :, :, 0])


def test_channels_of_one_value_stay():
    assert layers.Equalization()(np.full((1, 2, 2, 1), 5.0)).numpy().max() == 5.0


@pytest.mark.parametrize("wrong", [0, -1, 2.5, "a"])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="bins"):
        layers.Equalization(bins=wrong)
