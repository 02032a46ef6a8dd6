"""Layers are found by name in configs."""

import pytest

from cornu import layers
from cornu.layers.registry import layer_registry


def test_layers_are_found_by_their_names():
    assert layer_registry.find("Dense") is layers.Dense
    assert layer_registry.find("conv2d") is layers.Conv2D


def test_the_nearest_name_is_given():
    with pytest.raises(ValueError, match="Did you mean 'Dense'"):
        layer_registry.find("Dens")
