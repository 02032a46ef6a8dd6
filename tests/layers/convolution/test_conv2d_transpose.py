"""Conv2DTranspose against a loop."""

import numpy as np

from cornu import layers


def test_equals_a_loop():
    x = np.random.default_rng(0).normal(size=(2, 2, 3, 3)).astype("float32")
    layer = layers.Conv2DTranspose(2, (2, 3), strides=(2, 1), use_bias=False)
    found = layer(x).numpy()
    wanted = np.zeros((2, 4, 5, 2))
    for i in range(2):
        for j in range(3):
            spread = np.einsum("bc,hwfc->bhwf", x[:, i, j], layer.kernel.numpy())
            wanted[:, 2 * i : 2 * i + 2, j : j + 3] += spread
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)
