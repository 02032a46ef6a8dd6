"""RandomColorJitter: its parts."""

import numpy as np
import pytest

from cornu import layers


def test_parts_draw_different_numbers_from_one_seed():
    layer = layers.RandomColorJitter(
        brightness_factor=(0.0, 1.0), saturation_factor=(0.0, 1.0), seed=7
    )
    bright, strong = layer.get_random_transformation(np.zeros((5, 2, 2, 3)))
    bright = bright["rgb_delta"].numpy().ravel() / 255
    strong = strong["factor"].numpy()
    assert not np.allclose(bright, strong / (1 + strong), atol=1e-3)


def test_without_factors_nothing_happens():
    images = np.random.default_rng(0).integers(0, 256, (2, 3, 3, 3))
    np.testing.assert_array_equal(layers.RandomColorJitter()(images), images)


def test_misuse_names_the_part():
    with pytest.raises(ValueError, match="RandomHue"):
        layers.RandomColorJitter(hue_factor=3.0)
