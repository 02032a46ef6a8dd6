"""LayerNormalization against NumPy's mean and variance."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def data(*shape):
    return np.random.default_rng(0).normal(3.0, 2.0, shape).astype("float32")


@pytest.mark.parametrize("axis", [-1, 1, [1, 2], [-1, 1]])
def test_normalises_each_sample(axis):
    x = data(3, 4, 5)
    axes = tuple(axis) if isinstance(axis, list) else axis
    mean = x.mean(axes, keepdims=True)
    expected = (x - mean) / np.sqrt(x.var(axes, keepdims=True) + 0.1)
    layer = layers.LayerNormalization(axis=axis, epsilon=0.1)
    np.testing.assert_allclose(layer(x).numpy(), expected, atol=1e-5)


def test_scale_and_shift():
    x = data(3, 4)
    layer = layers.LayerNormalization()
    plain = layer(x).numpy()
    gamma, beta = np.arange(1.0, 5.0), np.arange(4.0)
    layer.set_weights([gamma, beta])
    np.testing.assert_allclose(layer(x).numpy(), plain * gamma + beta, atol=1e-5)


def test_training_makes_no_difference():
    x = data(3, 4)
    layer = layers.LayerNormalization()
    np.testing.assert_array_equal(layer(x, training=True).numpy(), layer(x).numpy())


def test_half_precision_is_computed_in_float32():
    x = (np.random.default_rng(0).normal(size=(4, 256)) * 300).astype("float16")
    found = layers.LayerNormalization(dtype="float16")(x)
    exact = x.astype("float64")
    mean, std = exact.mean(-1, keepdims=True), exact.std(-1, keepdims=True)
    assert found.dtype == "float16"
    np.testing.assert_allclose(found.numpy(), (exact - mean) / std, atol=3e-3)


def test_axis_must_exist():
    with pytest.raises(ShapeError, match="axis 2 must exist"):
        layers.LayerNormalization(axis=2)(ops.ones((2, 3)))


def test_other_features_than_built_for():
    layer = layers.LayerNormalization()
    layer.build((None, 3))
    with pytest.raises(ShapeError, match="size 3 on axis -1"):
        layer(ops.ones((2, 4)))
