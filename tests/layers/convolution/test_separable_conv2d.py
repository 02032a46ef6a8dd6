"""SeparableConv2D: layouts agree."""

import numpy as np

from cornu import layers


def test_channels_first_is_the_transposed_answer():
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 4)).astype("float32")
    last = layers.SeparableConv2D(3, 2, depth_multiplier=2, activation="relu")
    wanted = last(x).numpy()
    first = layers.SeparableConv2D(
        3, 2, depth_multiplier=2, activation="relu", data_format="channels_first"
    )
    first.build((None, 4, 5, 6))
    first.set_weights(last.get_weights())
    found = first(np.moveaxis(x, -1, 1)).numpy()
    np.testing.assert_allclose(found, np.moveaxis(wanted, -1, 1), rtol=1e-5, atol=1e-6)
