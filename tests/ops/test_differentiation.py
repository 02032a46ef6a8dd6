import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import GradientTape, Tensor, grad
from cornu.errors import ShapeError


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


def test_jvp_in_a_model(rows):
    x, v = keras.Input((4,)), keras.Input((4,))
    dense = keras.layers.Dense(3, activation="tanh")

    def function(p):
        return {"y": dense(p), "best": ops.argmax(p, axis=-1)}, ("words", p * 2)

    value, tangent, aux = ops.jvp(function, (x,), (v,), has_aux=True)
    assert value["y"]._history[0].operation.name == "jvp"
    assert tangent["best"].dtype == "float32"
    assert aux[0] == "words"
    model = keras.Model([x, v], [tangent["y"], aux[1], value["best"]])
    assert dense in model.layers
    found = model([rows, rows[::-1].copy()])
    wanted = (1 - dense(rows) ** 2) * ops.matmul(rows[::-1].copy(), dense.kernel)
    np.testing.assert_allclose(found[0], wanted, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(found[1], rows * 2)
    with pytest.raises(ShapeError, match="jvp: tangents is"):
        ops.jvp(dense, (x,), (v[:, 1:],))


def clipped(scale):
    @ops.custom_gradient
    def function(x, y):
        e = ops.exp(x * scale)

        def gradient(upstream):
            return upstream[0] * e + upstream[1]["b"] * scale, None

        return (e, {"b": x + y}), gradient

    return function


def test_custom_gradient_in_a_model_keeps_its_rule(rows):
    x = keras.Input((4,))
    inside = keras.layers.Dense(4, name="inside")
    scale = ops.mean(inside(x))
    e, more = clipped(scale)(x, 2.0)
    assert e._history[0].operation.name == "custom_gradient"
    model = keras.Model(x, [e, more["b"]])
    results = []
    for function in (model, lambda v: clipped(ops.mean(inside(v)))(v, 2.0)):
        v = Tensor(rows)
        with GradientTape() as tape:
            tape.watch(v)
            value = function(v)
            total = ops.sum(keras.tree.flatten(value)[0])
        results.append([*keras.tree.flatten(value), tape.gradient(total, v)])
    for a, b in zip(*results):
        np.testing.assert_array_equal(a, b)


def test_custom_gradient_counts_gradients_in_a_model():
    wrong = ops.custom_gradient(lambda x: (x * 2, lambda g: (g, g)))
    with pytest.raises(ShapeError, match="2 gradients for 1 arguments"):
        wrong(keras.Input((4,)))


def test_the_gradient_function_may_have_other_parameters():
    @ops.custom_gradient
    def f(x):
        def gradient(*args, upstream=None):
            if upstream is None:
                (upstream,) = args
            return upstream * 10

        return x * 1, gradient

    assert grad(f)(1.0).item() == 10.0
