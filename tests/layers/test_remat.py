"""Layers that compute their activations twice."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import ArgumentError
from cornu.layers.remat import RematScope, remat_scope

X = np.random.Generator(np.random.Philox(5)).standard_normal((4, 6)).astype("float32")


class Counted(layers.Layer):
    """Count the calls of `call` on values."""

    calls = 0

    def call(self, x):
        if isinstance(x, keras.Tensor):
            type(self).calls += 1
        return ops.tanh(x * 2)


def calls_for_a_gradient(layer, x=X):
    Counted.calls = 0
    with keras.GradientTape() as tape:
        x = keras.Tensor(x)
        tape.watch(x)
        y = ops.sum(layer(x))
    gradient = tape.gradient(y, x)
    wanted = 2 * (1 - np.tanh(2 * x.numpy()) ** 2)
    np.testing.assert_allclose(gradient.numpy(), wanted, rtol=1e-5, atol=1e-6)
    return Counted.calls


def test_made_inside_or_called_inside():
    assert calls_for_a_gradient(Counted()) == 1
    with RematScope():
        made = Counted()
        assert remat_scope() is not None
    assert remat_scope() is None
    assert calls_for_a_gradient(made) == 2
    plain = Counted()
    with RematScope():
        assert calls_for_a_gradient(plain) == 2
    assert calls_for_a_gradient(plain) == 1


def test_names_and_sizes_choose():
    with RematScope("list_of_layers", layer_names=["yes"]):
        assert calls_for_a_gradient(Counted(name="yes")) == 2
        assert calls_for_a_gradient(Counted(name="no")) == 1
    with RematScope("larger_than", output_size_threshold=23):
        assert calls_for_a_gradient(Counted()) == 2
    with RematScope("larger_than", output_size_threshold=24):
        assert calls_for_a_gradient(Counted()) == 1


def test_none_takes_it_back():
    with RematScope(), RematScope(None):
        assert calls_for_a_gradient(Counted()) == 1


def test_the_outermost_layer_is_run_again_as_a_whole():
    class Outer(layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = Counted()

        def call(self, x):
            return self.inner(x)

    with RematScope():
        layer = Outer()
        assert calls_for_a_gradient(layer) == 2


def test_only_activations():
    calls = []

    def act(x):
        if isinstance(x, keras.Tensor):
            calls.append(1)
        return ops.tanh(x)

    dense = layers.Dense(3, activation=act)
    dense.build((None, 6))
    with RematScope("activations"):
        with keras.GradientTape() as tape:
            y = ops.sum(dense(X))
        again = tape.gradient(y, dense.kernel)
    assert len(calls) == 2
    assert dense.activation is act
    with keras.GradientTape() as tape:
        y = ops.sum(dense(X))
    np.testing.assert_array_equal(again, tape.gradient(y, dense.kernel))


def test_training_is_the_same_to_the_bit():
    def trained(scope):
        keras.utils.set_random_seed(1)
        with scope:
            model = keras.Sequential(
                [
                    keras.Input((6,)),
                    layers.Dense(8, activation="relu"),
                    layers.BatchNormalization(),
                    layers.Dropout(0.5),
                    layers.Dense(1),
                ]
            )
        model.compile("adam", "mse")
        model.fit(X, X[:, :1], epochs=5, verbose=0)
        return model.get_weights()

    for a, b in zip(trained(RematScope(None)), trained(RematScope())):
        np.testing.assert_array_equal(a, b)


def test_unknown_mode():
    with pytest.raises(ArgumentError, match="mode must be one of full"):
        RematScope("all")
