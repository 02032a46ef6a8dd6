"""Old HDF5 files: read with distrust."""

import json
import shutil

import h5py
import numpy as np
import pytest

import cornu as keras
from cornu.errors import ArgumentError, FileFormatError, SafetyError, ShapeError
from golden.load import FOLDER

GOOD = FOLDER / "legacy_tf_keras_stack.h5"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "old.h5"
    shutil.copy(GOOD, path)
    return path


def change(path, act):
    with h5py.File(path, "r+") as file:
        act(file)


def with_config(change_config):
    def act(file):
        config = json.loads(file.attrs["model_config"])
        change_config(config)
        file.attrs["model_config"] = json.dumps(config)

    return act


def set_attr(name, value):
    return lambda file: file.attrs.__setitem__(name, value)


def lambda_inside(config):
    config["config"]["layers"][3] = {
        "class_name": "Lambda",
        "config": {
            "name": "sly",
            "function": ["4wEAAA==", None, None],
            "function_type": "lambda",
        },
    }


def path_inside(config):
    config["config"]["layers"].insert(
        1,
        {"class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}},
    )


def huge(config):
    config["config"]["layers"][1]["config"]["units"] = 10**9


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (set_attr("model_config", "{"), FileFormatError, "not JSON"),
        (set_attr("model_config", "[]"), FileFormatError, "expected a dictionary"),
        (set_attr("model_config", 3), FileFormatError, "no text"),
        (lambda f: f.attrs.__delitem__("model_config"), FileFormatError, "no model"),
        (lambda f: f.__delitem__("model_weights"), FileFormatError, "no model"),
        (
            lambda f: f["model_weights"].__delitem__("dense"),
            FileFormatError,
            "a layer 'dense' it does not hold",
        ),
        (
            lambda f: f["model_weights/dense"].__delitem__("dense"),
            FileFormatError,
            "lists 'dense/kernel:0', but does not hold it",
        ),
        (with_config(lambda_inside), SafetyError, "'sly' .*Python code"),
        (with_config(path_inside), SafetyError, "/etc/passwd.*not opened"),
        (with_config(huge), FileFormatError, "asks for at least"),
        (
            with_config(lambda c: c["config"]["layers"][1].update(class_name="os")),
            FileFormatError,
            "Unknown class or function 'os'",
        ),
    ],
)
def test_refused(file, act, kind, words):
    change(file, act)
    with pytest.raises(kind, match=words) as caught:
        keras.models.load_model(file)
    assert str(file) in str(caught.value)
    assert len(str(caught.value)) <= 1000


def test_every_cut_is_refused(file):
    data = file.read_bytes()
    for size in range(1, len(data), 1999):
        file.write_bytes(data[:size])
        with pytest.raises((FileFormatError, ShapeError)):
            keras.models.load_model(file)


def test_names_in_pieces(file):
    def act(opened):
        group = opened["model_weights"]
        names = group.attrs["layer_names"]
        del group.attrs["layer_names"]
        for i, name in enumerate(names):
            group.attrs[f"layer_names{i}"] = [name]

    wanted = keras.models.load_model(GOOD).get_weights()
    change(file, act)
    for one, other in zip(
        keras.models.load_model(file).get_weights(), wanted, strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_weights_that_do_not_fit_change_nothing(file):
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(5),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(4),
        ]
    )
    before = model.get_weights()
    with pytest.raises(ShapeError, match=r"shape \(5, 4\), the file's .*\(5, 3\)"):
        model.load_weights(file)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    with pytest.warns(UserWarning, match="skips a layer"):
        model.load_weights(file, skip_mismatch=True)
    assert not np.array_equal(before[0], model.get_weights()[0])
    np.testing.assert_array_equal(before[-2], model.get_weights()[-2])


def test_by_name_is_for_old_files(tmp_path):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    model.save_weights(tmp_path / "new.weights.h5")
    with pytest.raises(ArgumentError, match="by_name"):
        model.load_weights(tmp_path / "new.weights.h5", by_name=True)


def test_what_cannot_be_compiled_is_told(file):
    def act(opened):
        training = json.loads(opened.attrs["training_config"])
        training["loss"] = "my_own_loss"
        opened.attrs["training_config"] = json.dumps(training)

    change(file, act)
    with pytest.warns(UserWarning, match="my_own_loss.*call compile"):
        model = keras.models.load_model(file)
    assert not model.compiled
