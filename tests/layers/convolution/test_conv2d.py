"""Conv2D against a loop over positions."""

import numpy as np

from cornu import layers


def test_equals_a_loop():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 6, 3)).astype("float32")
    layer = layers.Conv2D(4, (2, 3), strides=(2, 1), bias_initializer="ones")
    found = layer(x).numpy()
    kernel = layer.kernel.numpy()
    for i in range(2):
        for j in range(4):
            window = x[:, 2 * i : 2 * i + 2, j : j + 3]
            expected = np.einsum("bhwc,hwcf->bf", window, kernel) + 1
            np.testing.assert_allclose(found[:, i, j], expected, rtol=1e-5, atol=1e-5)


def test_groups_do_not_mix():
    layer = layers.Conv2D(4, 3, groups=2, use_bias=False)
    x = np.random.default_rng(1).normal(size=(1, 4, 4, 6)).astype("float32")
    before = layer(x).numpy()
    x[..., 3:] = 0
    after = layer(x).numpy()
    np.testing.assert_array_equal(after[..., :2], before[..., :2])
    assert not after[..., 2:].any()
