"""GlobalAveragePooling1D against NumPy."""

import numpy as np

from cornu import layers


def test_reduces_all_positions():
    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype("float32")
    expected = x.mean(axis=(1,))
    np.testing.assert_allclose(
        layers.GlobalAveragePooling1D()(x).numpy(), expected, rtol=1e-5
    )


def test_masked_steps_do_not_count():
    x = np.array([[[1.0], [3.0], [100.0]], [[5.0], [100.0], [100.0]]])
    mask = np.array([[True, True, False], [True, False, False]])
    found = layers.GlobalAveragePooling1D()(x, mask=mask)
    assert found.numpy().tolist() == [[2.0], [5.0]]
    first = layers.GlobalAveragePooling1D(data_format="channels_first", keepdims=True)
    found = first(np.moveaxis(x, 1, 2), mask=mask)
    assert found.numpy().tolist() == [[[2.0]], [[5.0]]]
