"""Layers are found by name in configs."""

import json

import pytest

from cornu import layers, optimizers
from cornu.layers.registry import layer_registry


def test_layers_are_found_by_their_names():
    assert layer_registry.find("Dense") is layers.Dense
    assert layer_registry.find("conv2d") is layers.Conv2D


def test_the_nearest_name_is_given():
    with pytest.raises(ValueError, match="Did you mean 'Dense'"):
        layer_registry.find("Dens")


def test_layers_become_configs_and_layers_again():
    layer = layers.Dense(2, name="own")
    assert "build_config" not in layers.serialize(layer)
    layer.build((None, 3))
    config = json.loads(json.dumps(layers.serialize(layer)))
    assert config["build_config"] == {"input_shape": [None, 3]}
    twin = layers.deserialize(config)
    assert twin.get_config() == layer.get_config()
    assert twin.built
    assert twin.kernel.shape == (3, 2)


def test_ones_own_layer_is_named():
    class Own(layers.Layer):
        def call(self, x):
            return x

    config = layers.serialize(Own())
    assert type(layers.deserialize(config, {"Own": Own})) is Own
    with pytest.raises(ValueError, match="Own"):
        layers.deserialize(config)


@pytest.mark.parametrize("config", [3, None, "Dense", [1]])
def test_what_is_no_config_is_refused(config):
    with pytest.raises(ValueError, match=r"layers\.deserialize takes the config"):
        layers.deserialize(config)


def test_what_is_no_layer_is_refused():
    with pytest.raises(TypeError, match=r"layers\.serialize: int is no layer"):
        layers.serialize(3)
    with pytest.raises(TypeError, match=r"layers\.serialize: Dense is no layer"):
        layers.serialize(layers.Dense)
    config = optimizers.serialize(optimizers.SGD())
    with pytest.raises(TypeError, match=r"layers\.deserialize: SGD is no layer"):
        layers.deserialize(config)
