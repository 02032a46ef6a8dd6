"""ActivityRegularization."""

import numpy as np
import pytest

from cornu import layers


def test_adds_the_loss_and_returns_the_inputs():
    layer = layers.ActivityRegularization(l1=0.1, l2=0.01)
    x = np.array([[1.0, -2.0]])
    assert layer(x).numpy().tolist() == x.tolist()
    np.testing.assert_allclose(float(layer.losses[0]), 0.1 * 3 + 0.01 * 5, rtol=1e-6)


def test_one_loss_however_often_it_is_called():
    layer = layers.ActivityRegularization(l1=1.0)
    layer(np.ones((1, 2)))
    layer(np.ones((1, 2)))
    assert len(layer.losses) == 1


def test_weights_are_checked():
    with pytest.raises(ValueError, match="l2 must be a number of at least 0"):
        layers.ActivityRegularization(l2=-1)
