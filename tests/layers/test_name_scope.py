"""Names before the paths of layers and variables, as Keras 3.15 puts them."""

import numpy as np
import pytest

import cornu as keras
from cornu.errors import ArgumentError
from cornu.layers.name_scope import name_scope


def paths(item):
    return [v.path for v in item]


def test_variables_and_layers():
    with name_scope("a"):
        assert keras.Variable(1.0, name="v").path == "a/v"
        layer = keras.layers.Dense(1, name="dd")
        layer.build((None, 2))
        assert layer.path == "a/dd"
        assert paths(layer.weights) == ["a/dd/kernel", "a/dd/bias"]
        with name_scope("b"):
            layer = keras.layers.Dense(1, name="dd")
            layer(np.ones((1, 2)))
            assert paths(layer.weights) == ["a/b/dd/kernel", "a/b/dd/bias"]
    assert keras.Variable(1.0, name="v").path == "v"


def test_models_optimizers_and_metrics():
    with name_scope("a"):
        model = keras.Sequential([keras.layers.Dense(1, name="d")], name="s")
        model(keras.Input((2,)))
        assert paths(model.weights) == ["a/s/d/kernel", "a/s/d/bias"]
        optimizer = keras.optimizers.SGD(momentum=0.9, name="sgd")
        optimizer.build(model.trainable_variables)
        assert paths(optimizer.variables) == [
            "a/sgd/iteration",
            "a/sgd/learning_rate",
            "a/sgd/a_s_d_kernel_momentum",
            "a/sgd/a_s_d_bias_momentum",
        ]
        assert paths(keras.metrics.Mean().variables) == ["a/mean/total", "a/mean/count"]


def test_another_parent():
    with name_scope("a"):
        with name_scope("c", override_parent="x/y"):
            assert keras.Variable(1.0, name="v").path == "x/y/c/v"
        with name_scope("c", override_parent=""):
            assert keras.Variable(1.0, name="v").path == "c/v"


def test_the_same_scope_again():
    me = object()
    with name_scope("b"), name_scope("b"):
        assert keras.Variable(1.0, name="v").path == "b/b/v"
    with name_scope("q", caller=me):
        with name_scope("q", caller=me):
            assert keras.Variable(1.0, name="v").path == "q/v"
        with name_scope("q", caller=me, deduplicate=False):
            assert keras.Variable(1.0, name="v").path == "q/q/v"


def test_an_error_closes_it():
    with pytest.raises(RuntimeError), name_scope("a"):
        raise RuntimeError
    assert keras.Variable(1.0, name="v").path == "v"


@pytest.mark.parametrize("name", ["a/b", 3])
def test_names_without_slashes(name):
    with pytest.raises(ArgumentError, match="must be a str without '/'"):
        name_scope(name)
