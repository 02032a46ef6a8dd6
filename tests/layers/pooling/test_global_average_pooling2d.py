"""GlobalAveragePooling2D against NumPy."""

import numpy as np

from cornu import layers


def test_reduces_all_positions():
    x = np.random.default_rng(0).normal(size=(2, 4, 6, 3)).astype("float32")
    expected = x.mean(axis=(1, 2))
    np.testing.assert_allclose(
        layers.GlobalAveragePooling2D()(x).numpy(), expected, rtol=1e-5
    )
