"""Layers one after the other, on data of any structure."""

import json

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ArgumentError


def test_training_reaches_those_that_take_it():
    steps = layers.Pipeline(
        [layers.Dense(2, kernel_initializer="ones"), layers.Dropout(1.0)]
    )
    x = np.ones((2, 3))
    assert steps(x, training=False).tolist() == [[3.0, 3.0]] * 2
    assert steps(x, training=True).tolist() == [[0.0, 0.0]] * 2


def test_its_parts_are_found():
    steps = layers.Pipeline([layers.RandomFlip(), layers.Dense(2)])
    steps(np.ones((2, 3, 3, 1)))
    assert len(steps.trainable_weights) == 2
    assert len(steps.variables) == 3


def test_plain_functions_are_steps_too():
    assert layers.Pipeline([lambda x: x * 2])(np.ones(2)).tolist() == [2.0, 2.0]


def test_no_steps_change_nothing():
    assert layers.Pipeline([])(np.ones(2)).tolist() == [1.0, 1.0]


def test_config_holds_name_and_layers_as_that_of_keras():
    config = layers.Pipeline([layers.Resizing(4, 4)], name="steps").get_config()
    assert sorted(config) == ["layers", "name"]
    twin = layers.Pipeline.from_config(config)
    assert twin.layers[0].get_config() == config["layers"][0]["config"]


def test_what_cannot_be_called_is_refused():
    with pytest.raises(ArgumentError, match="'RandomFlip'"):
        layers.Pipeline(["RandomFlip"])


def test_a_graph_with_dictionaries_survives_its_config():
    inputs = {
        "images": keras.Input((6, 7, 3)),
        "segmentation_masks": keras.Input((6, 7, 1), dtype="int32"),
    }
    steps = layers.Pipeline([layers.RandomFlip(seed=1), layers.Resizing(4, 4)])
    found = steps(inputs)
    model = keras.Model(list(inputs.values()), list(found.values()))
    twin = type(model).from_config(json.loads(json.dumps(model.get_config())))
    x = [np.random.default_rng(0).normal(size=(2, 6, 7, 3)), np.ones((2, 6, 7, 1), int)]
    for one, other in zip(model(x, training=True), twin(x, training=True), strict=True):
        assert np.array_equal(one.numpy(), other.numpy())
