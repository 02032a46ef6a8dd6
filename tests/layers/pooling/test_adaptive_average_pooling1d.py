"""AdaptiveAveragePooling1D against a loop over windows."""

import numpy as np

from cornu import layers


def windows(size, count):
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def test_equals_a_loop():
    x = np.random.default_rng(0).normal(size=(2, 7, 3)).astype("float32")
    found = layers.AdaptiveAveragePooling1D((3,))(x).numpy()
    for i, i_slice in enumerate(windows(7, 3)):
        wanted = x[:, i_slice].mean(1)
        np.testing.assert_allclose(found[:, i], wanted, rtol=1e-5, atol=1e-6)
