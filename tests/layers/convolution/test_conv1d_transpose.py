"""Conv1DTranspose against a loop."""

import numpy as np

from cornu import layers


def test_equals_a_loop():
    x = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    layer = layers.Conv1DTranspose(2, 3, strides=2, bias_initializer="ones")
    found = layer(x).numpy()
    wanted = np.ones((2, 9, 2))
    for t in range(4):
        spread = np.einsum("bc,kfc->bkf", x[:, t], layer.kernel.numpy())
        wanted[:, 2 * t : 2 * t + 3] += spread
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)
