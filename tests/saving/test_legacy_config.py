"""Descriptions of Keras 2 in today's form."""

import pytest

from cornu.errors import FileFormatError
from cornu.saving.legacy_config import modernised, modernised_training


def entry(class_name, **config):
    return {"class_name": class_name, "config": config}


def test_layers_get_a_module():
    assert modernised(entry("Dense", units=3))["module"] == "keras.layers"
    assert modernised(entry("Sequential", layers=[]))["module"] == "keras"
    assert modernised(entry("Model", layers=[]))["class_name"] == "Functional"
    own = modernised(entry("Custom>Mine", units=3))
    assert (own["class_name"], own["module"]) == ("Mine", None)
    assert own["registered_name"] == "Custom>Mine"


def test_settings_that_changed_nothing_are_dropped():
    made = modernised(
        entry("LSTM", units=2, implementation=2, time_major=False, name="l")
    )
    assert made["config"] == {"units": 2, "name": "l"}
    with pytest.raises(FileFormatError, match="LSTM 'l': its setting time_major=True"):
        modernised(entry("LSTM", units=2, time_major=True, name="l"))


def test_settings_with_another_name():
    assert modernised(entry("LeakyReLU", alpha=0.1))["config"] == {
        "negative_slope": 0.1
    }
    assert modernised(entry("BatchNormalization", axis=[3]))["config"] == {"axis": 3}
    old = {"class_name": "VarianceScaling", "config": {"distribution": "normal"}}
    made = modernised(entry("Dense", units=1, kernel_initializer=old))["config"]
    settings = made["kernel_initializer"]["config"]
    assert settings == {"distribution": "truncated_normal"}
    policy = {"class_name": "Policy", "config": {"name": "mixed_float16"}}
    assert modernised(entry("Dense", dtype=policy))["config"]["dtype"] == (
        "mixed_float16"
    )


def test_the_oldest_stacks_are_lists():
    old = {"class_name": "Sequential", "config": [entry("Dense", units=1, name="d")]}
    (layer,) = modernised(old)["config"]["layers"]
    assert layer["module"] == "keras.layers"


def graph(*calls, nested=False):
    inner = entry("Sequential", layers=[entry("InputLayer", batch_input_shape=[None])])
    middle = inner if nested else entry("Dense", units=1)
    layers = [
        {**entry("InputLayer"), "name": "x", "inbound_nodes": []},
        {**middle, "name": "m", "inbound_nodes": list(calls)},
    ]
    return entry("Model", layers=layers, input_layers=[["x", 0, 0]],
                 output_layers=[["m", 0 + nested, 0]])  # fmt: skip


def test_calls():
    made = modernised(graph([["x", 0, 0, {"training": True, "value": ["x", 0, 0]}]]))
    (node,) = made["config"]["layers"][1]["inbound_nodes"]
    tensor = {
        "class_name": "__keras_tensor__",
        "config": {"keras_history": ["x", 0, 0]},
    }
    assert node == {"args": [tensor], "kwargs": {"training": True, "value": tensor}}
    made = modernised(graph([["x", 0, 0, {}], ["x", 0, 0, {}]]))
    (node,) = made["config"]["layers"][1]["inbound_nodes"]
    assert node["args"] == [[tensor, tensor]]


def test_calls_of_models_in_models_count_from_one():
    made = modernised(graph([["x", 0, 0, {}]], nested=True))["config"]
    assert made["output_layers"] == [["m", 0, 0]]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (3, "must be a dictionary with 'class_name'"),
        ({"class_name": 3}, "must be a dictionary with 'class_name'"),
        ({"class_name": "Dense", "config": 3}, "'config' must be a dictionary"),
        (entry("TFOpLambda", function="math.add"), "an operation of TensorFlow"),
        (graph([["y", 0, 0, {}]]), "a call in the config must be a list"),
        (graph(3), "a call in the config must be a list"),
    ],
)
def test_what_is_no_description(wrong, words):
    with pytest.raises(FileFormatError, match=words):
        modernised(wrong)


def test_training():
    old = {
        "loss": {
            "class_name": "BinaryCrossentropy",
            "config": {"reduction": "auto", "fn": "binary_crossentropy"},
        },
        "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"fn": "acc"}}]],
        "optimizer_config": {
            "class_name": "Custom>Adam",
            "config": {"learning_rate": 0.1, "decay": 0.0, "jit_compile": True},
        },
    }
    made = modernised_training(old)
    assert made["loss"]["config"] == {"reduction": "sum_over_batch_size"}
    assert made["metrics"] == ["acc"]
    assert made["optimizer"]["class_name"] == "Adam"
    assert made["optimizer"]["config"] == {"learning_rate": 0.1}


def test_optimizers_before_keras_2_3():
    old = {"class_name": "Adam", "config": {"lr": 0.1, "decay": 0.0, "epsilon": None}}
    made = modernised_training({"loss": "mse", "optimizer_config": old})
    assert made["optimizer"]["config"] == {"learning_rate": 0.1}
