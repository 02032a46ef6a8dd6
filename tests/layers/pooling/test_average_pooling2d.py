"""AveragePooling2D against NumPy's mean over reshaped windows."""

import numpy as np

from cornu import layers


def test_windows_side_by_side():
    x = np.random.default_rng(0).normal(size=(2, 4, 6, 3)).astype("float32")
    expected = x.reshape(2, 2, 2, 3, 2, 3).mean(axis=(2, 4))
    np.testing.assert_allclose(
        layers.AveragePooling2D(2)(x).numpy(), expected, atol=1e-6
    )


def test_channels_first():
    x = np.random.default_rng(1).normal(size=(2, 3, 4, 6)).astype("float32")
    last = layers.AveragePooling2D(2)(np.moveaxis(x, 1, -1)).numpy()
    first = layers.AveragePooling2D(2, data_format="channels_first")(x).numpy()
    np.testing.assert_allclose(first, np.moveaxis(last, -1, 1), atol=1e-6)
