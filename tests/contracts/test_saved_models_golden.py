"""Whole models saved by real Keras 3 are read, and ours are written as its own are."""

import json

import numpy as np
import pytest

import cornu as keras
from golden.load import FOLDER
from golden.own_parts import own_parts
from golden.saved_models import NAMES, make, predict, train

RECORDED = np.load(FOLDER / "saved_models.npz")
by_name = pytest.mark.parametrize("name", NAMES)


def load(path, **options):
    return keras.models.load_model(path, custom_objects=own_parts(keras), **options)


def outputs_are_those_recorded(model, name):
    for key, value in predict(model, name).items():
        wanted = RECORDED[f"{name}/{key}"]
        np.testing.assert_allclose(value, wanted, rtol=1e-5, atol=2e-6)


@by_name
def test_outputs_and_further_training_are_those_of_keras(name):
    model = load(FOLDER / f"whole_{name}.keras")
    assert model.name == name
    outputs_are_those_recorded(model, name)
    losses = train(model, name, 2)
    np.testing.assert_allclose(losses, RECORDED[f"{name}/losses"], rtol=1e-4)


@by_name
def test_not_compiled_on_request(name):
    model = load(FOLDER / f"whole_{name}.keras", compile=False)
    assert not model.compiled
    outputs_are_those_recorded(model, name)


@by_name
def test_saved_again_by_us_nothing_is_lost(name, tmp_path):
    load(FOLDER / f"whole_{name}.keras").save(tmp_path / "again.keras")
    model = load(tmp_path / "again.keras")
    outputs_are_those_recorded(model, name)
    losses = train(model, name, 2)
    np.testing.assert_allclose(losses, RECORDED[f"{name}/losses"], rtol=1e-4)


@by_name
def test_weights_alone_are_taken_from_it(name):
    keras.utils.set_random_seed(99)
    model = make(keras, name)
    model.load_weights(FOLDER / f"whole_{name}.keras")
    outputs_are_those_recorded(model, name)


def plain(config):
    """Return a config without what is known to differ, layers by their names."""
    config = dict(config)
    for key in ("build_config", "compile_config", "mask", "inbound_nodes", "module"):
        config.pop(key, None)
    # Of a layer that is built, Keras tells the axes as a list.
    config.pop("axis", None)
    for key, value in config.items():
        if key == "layers":
            entries = [plain(x) for x in value]
            config[key] = sorted(entries, key=lambda x: x["config"]["name"])
        elif isinstance(value, dict):
            config[key] = plain(value)
    return config


@by_name
def test_configs_are_written_as_keras_writes_them(name):
    keras.utils.clear_session()
    ours = json.loads(make(keras, name).to_json())
    theirs = json.loads(str(RECORDED[f"{name}/config"]))
    assert plain(ours) == plain(theirs)
    assert ours["build_config"] == theirs["build_config"]
    chosen, wanted = ours["compile_config"], theirs["compile_config"]
    # Ours is found out when training begins, theirs when it is written.
    assert (chosen.pop("jit_compile"), wanted.pop("jit_compile")) == ("auto", True)
    assert chosen == wanted


def test_models_in_models_are_named_as_keras_names_them():
    x = keras.Input((4,))
    inner = keras.Model(x, keras.layers.Dense(1)(x))
    stack = keras.Sequential(
        [keras.Input((4,)), inner, keras.Sequential([keras.layers.Dense(1)])]
    )
    described = [
        (e["module"], e["class_name"], e["registered_name"])
        for e in stack.get_config()["layers"][1:]
    ]
    assert described == [
        ("keras.src.models.functional", "Functional", "Functional"),
        ("keras", "Sequential", None),
    ]
