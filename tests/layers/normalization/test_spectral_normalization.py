"""SpectralNormalization: the singular value, training, tracing."""

import numpy as np
import pytest

from cornu import Input, Sequential, layers, ops
from cornu.layers.context import mask_of

X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")


def largest(kernel):
    matrix = kernel.numpy().reshape(-1, kernel.shape[-1])
    return np.linalg.svd(matrix, compute_uv=False)[0]


def test_the_largest_singular_value_becomes_one():
    layer = layers.SpectralNormalization(layers.Dense(3), power_iterations=30)
    layer(X, training=True)
    assert largest(layer.layer.kernel) == pytest.approx(1, rel=1e-4)


def test_iterations_go_on_from_call_to_call():
    layer = layers.SpectralNormalization(layers.Conv1D(3, 2))
    x = np.ones((1, 4, 5), "float32")
    for _ in range(40):
        layer(x, training=True)
    assert largest(layer.layer.kernel) == pytest.approx(1, rel=1e-3)


def test_outside_training_nothing_changes():
    layer = layers.SpectralNormalization(layers.Dense(3))
    layer(X)
    before = layer.get_weights()
    found = layer(X).numpy()
    np.testing.assert_array_equal(found, layer.layer(X).numpy())
    layer(Input((4,)), training=True)
    for a, b in zip(before, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_zeros_stay_zeros():
    layer = layers.SpectralNormalization(layers.Dense(3, kernel_initializer="zeros"))
    assert not layer(X, training=True).numpy().any()


def test_it_trains_in_a_traced_step():
    weights = []
    for is_traced in (True, False):
        inner = layers.Dense(3, kernel_initializer=ops_like, use_bias=False)
        layer = layers.SpectralNormalization(inner, name="spectral")
        model = Sequential([Input((4,)), layer])
        layer.vector_u.assign(np.ones((1, 3)))
        model.compile("sgd", "mse", run_eagerly=not is_traced)
        model.fit(X, X[:, :3], batch_size=2, epochs=3, shuffle=False, verbose=0)
        weights.append(model.get_weights())
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def ops_like(shape, dtype=None):
    count = int(np.prod(shape))
    return ops.reshape(ops.cast(ops.arange(1, count + 1), dtype), shape) / count


def test_masks_pass_as_through_the_inner_layer():
    table = layers.Embedding(5, 3, mask_zero=True)
    layer = layers.SpectralNormalization(table)
    found = layer(np.array([[1, 0]]), training=True)
    assert found.dtype == "float32"
    assert mask_of(found).tolist() == [[True, False]]


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="power_iterations must be a positive"):
        layers.SpectralNormalization(layers.Dense(2), power_iterations=0)
    with pytest.raises(ValueError, match="neither `kernel` nor `embeddings`"):
        layers.SpectralNormalization(layers.Activation("relu"))(X)
