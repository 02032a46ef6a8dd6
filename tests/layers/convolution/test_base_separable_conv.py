"""What convolutions in two steps share."""

import numpy as np
import pytest

from cornu import layers


def test_is_two_convolutions():
    x = np.random.default_rng(1).normal(size=(2, 5, 6, 3)).astype("float32")
    both = layers.SeparableConv2D(4, 3, depth_multiplier=2, strides=2)
    found = both(x).numpy()
    first = layers.DepthwiseConv2D(3, 2, depth_multiplier=2, use_bias=False)
    second = layers.Conv2D(4, 1)
    second(first(x))
    depthwise, pointwise, bias = both.get_weights()
    first.set_weights([depthwise])
    second.set_weights([pointwise, bias])
    np.testing.assert_allclose(found, second(first(x)).numpy(), rtol=1e-5, atol=1e-5)


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="filters must be a positive"):
        layers.SeparableConv1D(0, 3)
    with pytest.raises(ValueError, match="depth_multiplier must be a positive"):
        layers.SeparableConv1D(2, 3, depth_multiplier=1.5)
