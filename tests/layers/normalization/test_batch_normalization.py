"""BatchNormalization against NumPy's mean and variance."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def data(*shape):
    return np.random.default_rng(0).normal(3.0, 2.0, shape).astype("float32")


def test_training_uses_the_batch():
    x = data(64, 5)
    layer = layers.BatchNormalization(epsilon=0.1)
    layer.build((None, 5))
    gamma, beta = np.arange(1.0, 6.0), np.arange(5.0)
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    expected = (x - x.mean(0)) / np.sqrt(x.var(0) + 0.1) * gamma + beta
    np.testing.assert_allclose(layer(x, training=True).numpy(), expected, atol=1e-5)


def test_running_statistics_move():
    x = data(64, 5)
    layer = layers.BatchNormalization(momentum=0.9)
    layer(x, training=True)
    np.testing.assert_allclose(layer.moving_mean.numpy(), 0.1 * x.mean(0), rtol=1e-4)
    expected = 0.9 + 0.1 * x.var(0)
    np.testing.assert_allclose(layer.moving_variance.numpy(), expected, rtol=1e-5)


def test_inference_uses_the_running_statistics():
    layer = layers.BatchNormalization(epsilon=0.0)
    layer.build((None, 1))
    layer.moving_mean.assign([2.0])
    layer.moving_variance.assign([4.0])
    assert layer(np.array([[2.0], [6.0]])).numpy().tolist() == [[0.0], [2.0]]
    assert layer.moving_mean.numpy().tolist() == [2.0]


def test_frozen_layer_behaves_as_in_inference():
    layer = layers.BatchNormalization(trainable=False)
    x = data(8, 3)
    np.testing.assert_allclose(
        layer(x, training=True).numpy(), layer(x, training=False).numpy()
    )
    assert layer.moving_mean.numpy().tolist() == [0.0] * 3


@pytest.mark.parametrize("axis", [1, -3])
def test_another_axis(axis):
    x = data(4, 3, 5, 6)
    layer = layers.BatchNormalization(axis=axis)
    mean = x.mean((0, 2, 3), keepdims=True)
    expected = (x - mean) / np.sqrt(x.var((0, 2, 3), keepdims=True) + 1e-3)
    np.testing.assert_allclose(layer(x, training=True).numpy(), expected, atol=1e-5)
    assert layer.gamma.shape == (3,)


def test_large_mean_does_not_cancel():
    x = (1e4 + np.random.default_rng(0).normal(size=(4096, 2))).astype("float32")
    found = layers.BatchNormalization(epsilon=0.0)(x, training=True).numpy()
    exact = x.astype("float64")
    expected = (exact - exact.mean(0)) / exact.std(0)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_masked_positions_do_not_count():
    x = data(4, 6, 2)
    mask = np.random.default_rng(1).random((4, 6)) < 0.5
    layer = layers.BatchNormalization(momentum=0.0)
    layer(x, training=True, mask=mask)
    kept = x[mask]
    np.testing.assert_allclose(layer.moving_mean.numpy(), kept.mean(0), rtol=1e-4)
    np.testing.assert_allclose(layer.moving_variance.numpy(), kept.var(0), rtol=1e-4)


def test_half_precision_is_computed_in_float32():
    x = (np.random.default_rng(0).normal(size=(512, 3)) * 200).astype("float16")
    found = layers.BatchNormalization(dtype="float16")(x, training=True)
    assert found.dtype == "float16"
    exact = x.astype("float64")
    expected = (exact - exact.mean(0)) / exact.std(0)
    np.testing.assert_allclose(found.numpy(), expected, atol=3e-3)


def test_weights_without_scale_and_center():
    layer = layers.BatchNormalization(scale=False, center=False)
    layer.build((None, 3))
    assert [w.name for w in layer.weights] == ["moving_mean", "moving_variance"]
    assert layer.trainable_weights == []


def test_axis_must_exist_and_be_known():
    with pytest.raises(ShapeError, match="axis 4 must exist"):
        layers.BatchNormalization(axis=4)(ops.ones((2, 3)))
    with pytest.raises(ShapeError, match="its size be known"):
        layers.BatchNormalization().build((None, None))


def test_other_channels_than_built_for():
    layer = layers.BatchNormalization()
    layer.build((None, 3))
    with pytest.raises(ShapeError, match="size 3 on axis -1"):
        layer(ops.ones((2, 4)))


def test_renormalisation_is_refused():
    with pytest.raises(ValueError, match="renorm=True is not part"):
        layers.BatchNormalization(renorm=True)
