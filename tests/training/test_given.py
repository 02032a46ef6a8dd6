"""What `compile` was given, as a config."""

import json

import pytest

import cornu as keras
from cornu.errors import FileFormatError
from cornu.training import given_config, given_from_config


def model():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="d")])


def test_round_trip():
    made = model()
    made.compile(
        keras.optimizers.SGD(0.5, momentum=0.25),
        loss={"d": keras.losses.MeanSquaredError()},
        metrics={"d": ["mae", keras.metrics.AUC(num_thresholds=10)]},
    )
    config = json.loads(json.dumps(given_config(made._trainer)))
    assert config["optimizer"]["config"]["momentum"] == 0.25
    assert config["metrics"]["d"][0] == "mae"
    given = given_from_config(config)
    assert isinstance(given["loss"]["d"], keras.losses.MeanSquaredError)
    assert isinstance(given["metrics"]["d"][1], keras.metrics.AUC)
    other = model()
    other.compile(**given)
    assert given_config(other._trainer) == given_config(made._trainer)


def test_functions_of_keras_s_files():
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "mean_squared_error",
        "registered_name": "function",
    }
    given = given_from_config({"loss": function, "metrics": [function]})
    assert given["loss"].__name__ == "mean_squared_error"
    assert callable(given["metrics"][0])


def test_what_keras_found_out_is_no_demand():
    assert given_from_config({"jit_compile": True})["jit_compile"] == "auto"
    assert given_from_config({"jit_compile": False})["jit_compile"] is False


def test_numbers_beyond_measure():
    metric = {"class_name": "AUC", "config": {"num_thresholds": 10**9}}
    with pytest.raises(FileFormatError, match="AUC: num_thresholds is 1000000000"):
        given_from_config({"metrics": [metric]})
