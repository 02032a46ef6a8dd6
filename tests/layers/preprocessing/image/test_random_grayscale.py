"""RandomGrayscale beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_some_images_lose_their_colour():
    images = np.random.default_rng(0).uniform(0, 255, (400, 2, 2, 3)).astype("float32")
    found = layers.RandomGrayscale(0.3, seed=1)(images).numpy()
    is_grey = np.ptp(found, axis=-1).max((1, 2)) == 0
    assert is_grey.mean() == pytest.approx(0.3, abs=0.1)
    np.testing.assert_array_equal(found[~is_grey], images[~is_grey])


def test_the_config_keeps_the_seed():
    config = layers.RandomGrayscale(seed=4).get_config()
    assert layers.RandomGrayscale.from_config(config).seed == 4


def test_misuse():
    with pytest.raises(ValueError, match="RandomGrayscale: factor"):
        layers.RandomGrayscale(1.5)
