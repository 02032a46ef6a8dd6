"""Conv1D against sums written out."""

import numpy as np

from cornu import layers


def layer_with(kernel, **kwargs):
    size, _, filters = kernel.shape
    layer = layers.Conv1D(filters, size, use_bias=False, **kwargs)
    layer.build((None, None, kernel.shape[1]))
    layer.set_weights([kernel])
    return layer


def run(kernel, x, **kwargs):
    weights = np.array(kernel, "float32").reshape(-1, 1, 1)
    answer = layer_with(weights, **kwargs)(np.array(x, "float32").reshape(1, -1, 1))
    return answer.numpy().ravel().tolist()


def test_valid_same_and_causal():
    kernel, x = [1, 10, 100], [1, 2, 3, 4]
    assert run(kernel, x) == [321, 432]
    assert run(kernel, x, padding="same") == [210, 321, 432, 43]
    assert run(kernel, x, padding="causal") == [100, 210, 321, 432]


def test_dilation_and_strides():
    assert run([1, 10], [1, 2, 3, 4], dilation_rate=2) == [31, 42]
    assert run([1, 10], [1, 2, 3, 4], dilation_rate=2, padding="causal") == [
        10,
        20,
        31,
        42,
    ]
    assert run([1, 10], [1, 2, 3, 4, 5], strides=2) == [21, 43]


def test_causal_does_not_see_the_future():
    layer = layers.Conv1D(3, 4, padding="causal", dilation_rate=2)
    x = np.random.default_rng(0).normal(size=(1, 9, 2)).astype("float32")
    before = layer(x).numpy()
    x[:, 6:] = 0
    np.testing.assert_array_equal(layer(x).numpy()[:, :6], before[:, :6])
