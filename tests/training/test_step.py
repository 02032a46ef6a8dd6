"""One step of training, testing, predicting."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.training import step

X = np.array([[1.0, 2.0], [3.0, -1.0]], np.float32)
Y = np.array([[1.0], [0.0]], np.float32)


def model(**settings):
    made = keras.Sequential(
        [keras.Input((2,)), layers.Dense(1, kernel_initializer="ones", **settings)]
    )
    made.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    return made


def batch(*arrays):
    return tuple(keras.ops.convert_to_tensor(a) for a in arrays)


def test_train_step_follows_the_gradient():
    net = model()
    logs = step.train_step(net, batch(X, Y))
    error = X.sum(1, keepdims=True) - Y
    kernel, bias = net.get_weights()
    np.testing.assert_allclose(kernel, 1 - 0.1 * 2 * X.T @ error / 2, rtol=1e-6)
    np.testing.assert_allclose(bias, -0.1 * 2 * error.mean(0), rtol=1e-6)
    np.testing.assert_allclose(logs["loss"], (error**2).mean(), rtol=1e-6)
    np.testing.assert_allclose(logs["mae"], abs(error).mean(), rtol=1e-6)
    assert int(net.optimizer.iterations) == 1


def test_sample_weights():
    net = model()
    w = np.array([2.0, 0.0], np.float32)
    logs = step.train_step(net, batch(X, Y, w))
    error = X.sum(1, keepdims=True) - Y
    np.testing.assert_allclose(logs["loss"], (error[:, 0] ** 2 * w).mean(), rtol=1e-6)
    gradient = X.T @ (error * w[:, None])
    np.testing.assert_allclose(net.get_weights()[0], 1 - 0.1 * gradient, rtol=1e-6)


def test_regularizers_are_part_of_the_loss():
    logs = step.test_step(model(kernel_regularizer="l2"), batch(X, Y))
    error = X.sum(1, keepdims=True) - Y
    np.testing.assert_allclose(logs["loss"], (error**2).mean() + 0.02, rtol=1e-6)


def test_test_step_changes_no_weight():
    net = model()
    before = net.get_weights()
    step.test_step(net, batch(X, Y))
    for one, other in zip(before, net.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert int(net.optimizer.iterations) == 0


def test_predict_step():
    out = step.predict_step(model(), batch(X))
    np.testing.assert_allclose(out, X.sum(1, keepdims=True))


def test_a_model_without_weights_has_nothing_to_follow():
    net = keras.Sequential([keras.Input((2,)), layers.ReLU()])
    net.compile("sgd", "mse")
    logs = step.train_step(net, batch(X, X))
    np.testing.assert_allclose(logs["loss"], 1 / 4)


@pytest.mark.parametrize("count", [0, 4])
def test_batches_of_other_lengths_are_refused(count):
    with pytest.raises(ValueError, match="batch"):
        step.train_step(model(), batch(*[X] * count))


def test_loss_scale_cancels_out():
    one, other = model(), model()
    other.optimizer.loss_scale_factor = 128.0
    for net in (one, other):
        step.train_step(net, batch(X, Y))
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)
