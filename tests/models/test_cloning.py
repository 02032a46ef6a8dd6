"""Copies of models with new weights: what Keras 3.15 does."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ArgumentError
from cornu.models.cloning import clone_model

X = np.ones((2, 4), "float32")


class Plain(layers.Layer):  # not registered: the class is there
    def call(self, x):
        return x * 2


def stack():
    return keras.Sequential(
        [
            keras.Input((4,), name="in"),
            layers.Dense(3, name="d"),
            Plain(name="p"),
            layers.Dense(2, name="e"),
        ],
        name="s",
    )


def graph():
    x = keras.Input((4,), name="x")
    return keras.Model(x, layers.Dense(1, name="out")(stack()(x)), name="f")


def renamed(layer):
    config = layer.get_config()
    if isinstance(layer, layers.Dense):
        config["name"] += "_c"
    return type(layer).from_config(config)


def names(model):
    return [layer.name for layer in model.layers]


def is_apart(clone, model):
    ids = {id(v) for v in model.variables}
    return not any(id(v) in ids for v in clone.variables)


@pytest.mark.parametrize("make", [stack, graph])
def test_same_layers_new_weights(make):
    model = make()
    clone = clone_model(model)
    assert type(clone) is type(model)
    assert clone.name == model.name
    assert names(clone) == names(model)
    assert is_apart(clone, model)
    clone.set_weights(model.get_weights())
    np.testing.assert_array_equal(clone(X), model(X))
    assert not clone.compiled


def test_compiled_as_the_original():
    model = graph()
    model.compile("adam", "mse", metrics=["mae"])
    clone = clone_model(model)
    assert clone.get_compile_config() == model.get_compile_config()
    assert clone.optimizer is not model.optimizer


def test_shared_layers_and_operations():
    shared = layers.Dense(4)
    x = keras.Input((4,))
    model = keras.Model(x, keras.ops.exp(shared(shared(x))) + 1.0)
    clone = clone_model(model)
    assert len(clone.weights) == 2
    clone.set_weights(model.get_weights())
    np.testing.assert_array_equal(clone(X), model(X))


def test_other_inputs():
    new = keras.Input((4,), name="new")
    clone = clone_model(graph(), input_tensors=new)
    assert clone.inputs == [new]
    assert names(clone) == ["new", "s", "out"]
    assert clone_model(stack(), input_tensors=new).inputs == [new]
    with pytest.raises(ArgumentError, match="has 1 inputs, got 2"):
        clone_model(graph(), input_tensors=[new, new])
    with pytest.raises(ArgumentError, match="takes one input tensor"):
        clone_model(stack(), input_tensors=[new, new])


def test_clone_function():
    assert names(clone_model(stack(), clone_function=renamed)) == ["d_c", "p", "e_c"]
    seen = []

    def noted(layer):
        seen.append(layer.name)
        if isinstance(layer, keras.Model):
            return clone_model(layer)
        return renamed(layer)

    assert names(clone_model(graph(), clone_function=noted)) == ["x", "s", "out_c"]
    assert seen == ["s", "out"]
    deep = clone_model(graph(), clone_function=renamed, recursive=True)
    assert names(deep) == ["x", "s", "out_c"]
    assert names(deep.layers[1]) == ["d_c", "p", "e_c"]


def test_call_function():
    seen = []

    def call(layer, *args, **kwargs):
        seen.append(layer.name)
        return layer(*args, **kwargs)

    clone_model(graph(), call_function=call)
    assert seen == ["s", "out"]
    with pytest.raises(ArgumentError, match="call_function is for functional"):
        clone_model(stack(), call_function=call)


def test_subclasses():
    class Own(keras.Model):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)

    model = Own(3)
    model(X)
    clone = clone_model(model)
    assert type(clone) is Own
    assert clone.built
    assert is_apart(clone, model)
    with pytest.raises(ArgumentError, match="are for Sequential and functional"):
        clone_model(model, clone_function=renamed)


def test_a_graph_with_a_constructor_of_its_own_becomes_functional():
    class Fixed(keras.Model):
        def __init__(self, size):
            x = keras.Input((size,))
            super().__init__(x, layers.Dense(1)(x))
            self.size = size

    assert type(clone_model(Fixed(3))) is keras.Functional

    class Same(keras.Model):
        pass

    x = keras.Input((4,))
    assert type(clone_model(Same(x, layers.Dense(1)(x)))) is Same


def test_no_model():
    with pytest.raises(TypeError, match="expected a model, got Dense"):
        clone_model(layers.Dense(1))
