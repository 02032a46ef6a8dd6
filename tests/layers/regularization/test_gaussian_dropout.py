"""GaussianDropout."""

import numpy as np
import pytest

from cornu import layers

TWOS = np.full((300, 100), 2.0, "float32")


def test_multiplies_by_noise_around_one():
    found = layers.GaussianDropout(0.2, seed=1)(TWOS, training=True).numpy() / 2
    spread = (0.2 / 0.8) ** 0.5
    assert abs(found.mean() - 1) < 6 * spread / 30000**0.5
    assert abs(found.std() - spread) < 6 * spread / 60000**0.5


def test_is_the_identity_outside_training():
    assert (layers.GaussianDropout(0.5)(TWOS).numpy() == 2).all()


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5])
def test_rate_is_checked(rate):
    with pytest.raises(ValueError, match="GaussianDropout: rate must be"):
        layers.GaussianDropout(rate)
