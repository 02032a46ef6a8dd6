"""RandomHue beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_grey_has_no_hue():
    images = np.full((2, 3, 3, 3), 90.0, "float32")
    np.testing.assert_allclose(layers.RandomHue(1.0)(images), images, rtol=1e-5)


def test_half_a_turn_twice_is_none():
    images = np.random.default_rng(0).uniform(0, 255, (2, 5, 4, 3)).astype("float32")
    layer = layers.RandomHue((1.0, 1.0), seed=1)
    np.testing.assert_allclose(layer(layer(images)), images, atol=2e-3)


@pytest.mark.parametrize("wrong", [1.5, -0.5, None])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomHue: factor"):
        layers.RandomHue(wrong)
