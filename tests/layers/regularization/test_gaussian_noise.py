"""GaussianNoise."""

import numpy as np
import pytest

from cornu import layers

ZEROS = np.zeros((300, 100), "float32")


def test_adds_normal_noise_in_training():
    found = layers.GaussianNoise(0.5, seed=1)(ZEROS, training=True).numpy()
    assert abs(found.mean()) < 6 * 0.5 / 30000**0.5
    assert abs(found.std() - 0.5) < 6 * 0.5 / 60000**0.5


def test_is_the_identity_outside_training():
    assert not layers.GaussianNoise(0.5)(ZEROS).numpy().any()


@pytest.mark.parametrize("stddev", [-1, 1.5])
def test_stddev_is_checked(stddev):
    with pytest.raises(ValueError, match="stddev must be a number from 0 to 1"):
        layers.GaussianNoise(stddev)
