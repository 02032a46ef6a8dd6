"""AdaptiveMaxPooling3D against a loop over windows."""

import numpy as np

from cornu import layers


def windows(size, count):
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def test_equals_a_loop():
    x = np.random.default_rng(0).uniform(size=(2, 3, 4, 5, 3)).astype("float32")
    found = layers.AdaptiveMaxPooling3D((3, 2, 4))(x).numpy()
    for i, i_slice in enumerate(windows(3, 3)):
        for j, j_slice in enumerate(windows(4, 2)):
            for k, k_slice in enumerate(windows(5, 4)):
                wanted = x[:, i_slice, j_slice, k_slice].max((1, 2, 3))
                np.testing.assert_allclose(
                    found[:, i, j, k], wanted, rtol=1e-5, atol=1e-6
                )
