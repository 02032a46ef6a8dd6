"""DepthwiseConv1D against a loop."""

import numpy as np

from cornu import layers


def test_equals_a_loop():
    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype("float32")
    layer = layers.DepthwiseConv1D(2, depth_multiplier=2, bias_initializer="ones")
    found = layer(x).numpy()
    for t in range(5):
        wanted = np.einsum("btc,tcm->bcm", x[:, t : t + 2], layer.kernel.numpy()) + 1
        np.testing.assert_allclose(found[:, t], wanted.reshape(2, 6), rtol=1e-5)


def test_strides_and_dilation_go_together():
    layer = layers.DepthwiseConv1D(2, strides=2, dilation_rate=2)
    assert layer(np.ones((1, 7, 2), "float32")).shape == (1, 3, 2)
