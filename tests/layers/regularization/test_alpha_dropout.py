"""AlphaDropout."""

import numpy as np
import pytest

from cornu import layers

DATA = np.random.default_rng(0).normal(size=(600, 100)).astype("float32")


def test_keeps_mean_and_variance():
    found = layers.AlphaDropout(0.3, seed=1)(DATA, training=True).numpy()
    assert abs(found.mean()) < 0.03
    assert abs(found.std() - 1) < 0.03


def test_replaced_elements_have_one_value():
    found = layers.AlphaDropout(0.3, seed=1)(DATA, training=True).numpy()
    values, counts = np.unique(found.round(4), return_counts=True)
    assert abs(counts.max() / DATA.size - 0.3) < 0.02
    assert values[counts.argmax()] < -1


def test_is_the_identity_outside_training():
    assert (layers.AlphaDropout(0.5)(DATA).numpy() == DATA).all()


def test_rate_is_checked():
    with pytest.raises(ValueError, match="AlphaDropout: rate must be"):
        layers.AlphaDropout(1.5)
