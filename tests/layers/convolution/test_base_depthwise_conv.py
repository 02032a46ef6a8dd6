"""What convolutions of each channel by itself share."""

import numpy as np
import pytest

from cornu import layers


def test_channels_do_not_mix():
    layer = layers.DepthwiseConv2D(3, depth_multiplier=2)
    x = np.random.default_rng(1).normal(size=(1, 4, 4, 3)).astype("float32")
    before = layer(x).numpy()
    x[..., 1] = 0
    after = layer(x).numpy()
    np.testing.assert_array_equal(after[..., [0, 1, 4, 5]], before[..., [0, 1, 4, 5]])
    assert not after[..., 2:4].any()


def test_a_multiplier_must_be_positive():
    with pytest.raises(ValueError, match="depth_multiplier must be a positive"):
        layers.DepthwiseConv1D(3, depth_multiplier=0)
