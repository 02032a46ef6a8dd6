"""MaxPooling1D against NumPy's max over reshaped windows."""

import numpy as np

from cornu import layers


def test_windows_side_by_side():
    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype("float32")
    expected = x.reshape(2, 3, 2, 3).max(axis=(2,))
    np.testing.assert_allclose(layers.MaxPooling1D(2)(x).numpy(), expected, rtol=1e-6)


def test_channels_first():
    x = np.random.default_rng(1).normal(size=(2, 3, 6)).astype("float32")
    last = layers.MaxPooling1D(2)(np.moveaxis(x, 1, -1)).numpy()
    first = layers.MaxPooling1D(2, data_format="channels_first")(x).numpy()
    np.testing.assert_allclose(first, np.moveaxis(last, -1, 1), rtol=1e-6)


def test_same_padding_does_not_count():
    x = np.array([1.0, 2.0, 4.0]).reshape(1, 3, 1)
    found = layers.MaxPooling1D(2, strides=1, padding="same")(x)
    assert found.numpy().ravel().tolist() == [2.0, 4.0, 4.0]
