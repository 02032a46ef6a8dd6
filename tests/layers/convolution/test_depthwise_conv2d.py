"""DepthwiseConv2D is Conv2D with as many groups as channels."""

import numpy as np

from cornu import layers


def test_equals_groups_of_one_channel():
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 3)).astype("float32")
    layer = layers.DepthwiseConv2D((2, 3), padding="same")
    grouped = layers.Conv2D(3, (2, 3), padding="same", groups=3)
    found = layer(x).numpy()
    grouped(x)
    kernel, bias = layer.get_weights()
    grouped.set_weights([kernel.transpose(0, 1, 3, 2), bias])
    np.testing.assert_allclose(found, grouped(x).numpy(), rtol=1e-5, atol=1e-6)
