"""Layers, optimizers, metrics and models as pure functions."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.stateless import call_stateless

X = np.random.Generator(np.random.Philox(6)).standard_normal((8, 2)).astype("float32")


def model():
    keras.utils.set_random_seed(2)
    return keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(2, kernel_regularizer="l2"),
            layers.ActivityRegularization(0.1),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
        ]
    )


def values(variables):
    return [v.value for v in variables]


def test_a_call_changes_nothing_and_says_what_would_change():
    pure, plain = model(), model()
    plain.set_weights(pure.get_weights())
    before = [v.numpy() for v in pure.variables]
    outputs, state, losses = pure.stateless_call(
        values(pure.trainable_variables),
        values(pure.non_trainable_variables),
        X,
        training=True,
        return_losses=True,
    )
    for variable, value in zip(pure.variables, before):
        np.testing.assert_array_equal(variable.numpy(), value)
    assert pure.losses[:-1] == []  # nothing was left of the call
    np.testing.assert_array_equal(outputs.numpy(), plain(X, training=True).numpy())
    for variable, value in zip(plain.non_trainable_variables, state):
        np.testing.assert_array_equal(variable.numpy(), value.numpy())
    np.testing.assert_allclose(
        [float(x) for x in losses], [float(x) for x in plain.losses]
    )


def test_without_losses_two_results():
    pure = model()
    found = pure.stateless_call(
        values(pure.trainable_variables), values(pure.non_trainable_variables), X
    )
    assert len(found) == 2


def test_number_of_values():
    pure = model()
    with pytest.raises(ShapeError, match="trainable_variables has 1 values for 4"):
        pure.stateless_call(values(pure.trainable_variables)[:1], [], X)


def test_must_be_built():
    with pytest.raises(NotBuiltError, match="stateless_call: the layer has no"):
        call_stateless(layers.Dense(1), [], [], (X,), {}, False)


def test_a_training_loop_of_pure_functions_equals_fit():
    y = X[:, :1]
    pure = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    twin = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    twin.set_weights(pure.get_weights())
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.build(pure.trainable_variables)
    weights = values(pure.trainable_variables)
    state = values(optimizer.variables)

    def loss(kernel, bias):
        outputs, _ = pure.stateless_call([kernel, bias], [], X)
        return ops.mean(ops.square(outputs - y))

    for _ in range(5):
        _, gradients = keras.value_and_grad(loss, argnums=(0, 1))(*weights)
        weights, state = optimizer.stateless_apply(state, gradients, weights)
    twin.compile(keras.optimizers.Adam(0.01), "mse")
    twin.fit(X, y, epochs=5, batch_size=8, shuffle=False, verbose=0)
    for got, wanted in zip(weights, twin.get_weights()):
        np.testing.assert_allclose(got.numpy(), wanted, rtol=1e-5)
    assert state[0].item() == 5
    assert optimizer.iterations.numpy() == 0


def test_optimizer_must_be_built():
    with pytest.raises(NotBuiltError, match="stateless_apply: the optimizer has no"):
        keras.optimizers.Adam().stateless_apply([], [], [])


def test_metrics():
    mean = keras.metrics.Mean()
    state = mean.stateless_update_state(values(mean.variables), [1.0, 2.0])
    assert [v.item() for v in state] == [3.0, 2.0]
    assert mean.result().item() == 0.0
    assert mean.stateless_result(state).item() == 1.5
    assert [v.item() for v in mean.stateless_reset_state()] == [0.0, 0.0]
    with pytest.raises(ShapeError, match="stateless_result: metric_variables has 0"):
        mean.stateless_result([])


def test_compute_loss():
    pure = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    pure.compile("sgd", "mse")
    weights = [np.zeros((2, 1)), np.ones(1)]
    y = np.zeros((8, 1), "float32")
    outputs, _ = pure.stateless_call(weights, [], X)
    loss, (trainable, frozen, metrics) = pure.stateless_compute_loss(
        weights, [], values(pure.metrics_variables), X, y, outputs
    )
    assert loss.item() == 1.0
    assert trainable[1].tolist() == [1.0]
    assert (len(frozen), len(metrics)) == (0, len(pure.metrics_variables))
