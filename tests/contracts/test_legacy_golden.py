"""Hold models from old HDF5 files of real Keras 2 and Keras 3 to what those predict."""

from __future__ import annotations

import io
import json
import warnings
import zipfile

import h5py
import numpy as np
import pytest

import cornu as keras
from cornu.saving import revive
from cornu.saving.legacy_config import modernised
from golden.legacy_models import MODELS, inputs, targets
from golden.load import FOLDER

# The kinds of files: HDF5 of both, and zip files of Keras 2.
LIBRARIES = ("keras", "tf_keras", "tf_keras.keras")
each = pytest.mark.parametrize("library", LIBRARIES)


def path_of(library, name):
    stem, _, ending = library.partition(".")
    return FOLDER / f"legacy_{stem}_{name}.{ending or 'h5'}"


def recorded(library):
    with np.load(FOLDER / f"legacy_{library.partition('.')[0]}.npz") as file:
        return dict(file)


def assert_predicts(model, library, name):
    found = model.predict(inputs(name), verbose=0)
    found = found if isinstance(found, list) else [found]
    for i, one in enumerate(found):
        wanted = recorded(library)[f"{name}/{i}"]
        np.testing.assert_allclose(one, wanted, rtol=1e-5, atol=1e-6)


@pytest.fixture(autouse=True)
def fresh_names():
    keras.utils.clear_session()


def test_the_files_are_of_both():
    assert str(recorded("keras")["version"]).startswith("3.")
    assert str(recorded("tf_keras")["version"]).startswith("2.")


@each
@pytest.mark.parametrize("name", MODELS)
def test_predictions(library, name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = keras.models.load_model(path_of(library, name))
    assert model.name == name
    assert model.compiled == (name in ("stack", "images"))
    assert_predicts(model, library, name)


@each
def test_training_goes_on(library):
    model = keras.models.load_model(path_of(library, "images"))
    assert int(model.optimizer.iterations) == 2
    x, y = inputs("images"), targets("images")
    found = [model.train_on_batch(x, y) for _ in range(2)]
    wanted = recorded(library)["images/losses"]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


@each
def test_the_state_of_an_optimizer(library):
    path = path_of(library, "stack")
    model = keras.models.load_model(path)
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            path = io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(path) as file:
        if "optimizer_weights" in file:
            group = file["optimizer_weights"]
            saved = [group[name][...] for name in group.attrs["weight_names"]]
        else:
            group = file["optimizer/vars"]
            saved = [group[str(i)][...] for i in range(len(group))]
    mine = [v.numpy() for v in model.optimizer.variables]
    if library != "keras":
        del mine[1]  # the learning rate was in the config
    for one, other in zip(mine, saved, strict=True):
        np.testing.assert_array_equal(one, other)
    assert float(model.optimizer.learning_rate) == pytest.approx(0.001)


@each
def test_without_compile(library):
    model = keras.models.load_model(path_of(library, "stack"), compile=False)
    assert not model.compiled
    assert_predicts(model, library, "stack")


@each
@pytest.mark.parametrize("name", MODELS)
def test_weights_alone(library, name):
    # Layers' own names differ from those in the file: the order tells.
    model = MODELS[name](keras)
    if name == "words":
        assert model.built
    model.load_weights(path_of(library, name))
    assert_predicts(model, library, name)


def test_a_file_of_weights():
    path = FOLDER / "legacy_tf_keras_branches_weights.h5"
    model = MODELS["branches"](keras)
    model.load_weights(path)
    assert_predicts(model, "tf_keras", "branches")
    with pytest.raises(keras.errors.FileFormatError, match="weights, but no model"):
        keras.models.load_model(path)


def test_weights_by_name():
    path = FOLDER / "legacy_tf_keras_branches_weights.h5"
    x = keras.Input((4,))
    hidden = keras.layers.Dense(3, name="shared")(x)
    model = keras.Model(x, keras.layers.Dense(7, name="own")(hidden))
    before = model.get_layer("own").get_weights()
    with pytest.raises(keras.errors.ShapeError, match="same architecture"):
        model.load_weights(path)
    model.load_weights(path, by_name=True)
    np.testing.assert_array_equal(before[0], model.get_layer("own").get_weights()[0])
    other = MODELS["branches"](keras)
    other.load_weights(path)
    for one, two in zip(
        model.get_layer("shared").get_weights(),
        other.get_layer("shared").get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(one, two)


@each
def test_what_was_read_can_be_written_in_the_new_format(library, tmp_path):
    model = keras.models.load_model(path_of(library, "attention"))
    model.save(tmp_path / "new.keras")
    again = keras.models.load_model(tmp_path / "new.keras")
    assert_predicts(again, library, "attention")


def test_configs_without_modules():
    # As Keras 2.0 to 2.10 wrote them: names alone.
    with h5py.File(path_of("tf_keras", "words")) as file:
        text = json.dumps(_bare(json.loads(file.attrs["model_config"])))
    assert '"module"' not in text
    model = revive(modernised(json.loads(text)))
    model.load_weights(path_of("tf_keras", "words"))
    assert_predicts(model, "tf_keras", "words")


def _bare(value):
    if isinstance(value, dict):
        gone = ("module", "registered_name")
        return {k: _bare(v) for k, v in value.items() if k not in gone}
    return [_bare(v) for v in value] if isinstance(value, list) else value
