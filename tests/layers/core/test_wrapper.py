"""Wrapper: the base of layers around a layer."""

import pytest

from cornu import layers, ops


class Twice(layers.Wrapper):
    """Apply a layer two times."""

    def call(self, inputs):
        return self.layer(self.layer(inputs))


def test_weights_are_those_of_the_inner_layer():
    layer = Twice(layers.Dense(3, name="inner"), name="twice")
    assert layer(ops.ones((2, 3))).shape == (2, 3)
    assert [w.path for w in layer.weights] == ["twice/inner/kernel", "twice/inner/bias"]


def test_the_config_holds_the_inner_layer():
    config = layers.Wrapper(layers.Dense(3)).get_config()
    assert config["layer"]["class_name"] == "Dense"
    assert layers.Wrapper.from_config(config).layer.units == 3


def test_only_layers_can_be_wrapped():
    with pytest.raises(ValueError, match="Twice: layer must be a layer, got 'x'"):
        Twice("x")


def test_the_base_computes_nothing():
    layer = layers.Wrapper(layers.Dense(3))
    with pytest.raises(NotImplementedError, match="Wrapper has no call"):
        layer(ops.ones((2, 3)))


def test_time_distributed_is_one():
    assert issubclass(layers.TimeDistributed, layers.Wrapper)
