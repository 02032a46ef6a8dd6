"""MaxPooling3D against NumPy's max over reshaped windows."""

import numpy as np

from cornu import layers


def test_windows_side_by_side():
    x = np.random.default_rng(0).normal(size=(2, 2, 4, 6, 3)).astype("float32")
    expected = x.reshape(2, 1, 2, 2, 2, 3, 2, 3).max(axis=(2, 4, 6))
    np.testing.assert_allclose(layers.MaxPooling3D(2)(x).numpy(), expected, rtol=1e-6)


def test_channels_first():
    x = np.random.default_rng(1).normal(size=(2, 3, 2, 4, 6)).astype("float32")
    last = layers.MaxPooling3D(2)(np.moveaxis(x, 1, -1)).numpy()
    first = layers.MaxPooling3D(2, data_format="channels_first")(x).numpy()
    np.testing.assert_allclose(first, np.moveaxis(last, -1, 1), rtol=1e-6)
