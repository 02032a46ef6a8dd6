"""Whole models in one file."""

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
import zipfile

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ArgumentError, CornuError, FileFormatError, SafetyError
from cornu.saving.model_files import load_model, model_from_json, save_model

X = np.random.Generator(np.random.Philox(8)).standard_normal((6, 4)).astype("float32")
Y = X[:, :1]


def small(**options):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(1)])
    model.compile(**{"optimizer": "adam", "loss": "mse", **options})
    return model


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path, change):
    """Write the file again with a changed config."""
    found = members(path)
    config = json.loads(found["config.json"])
    found["config.json"] = json.dumps(change(config) or config).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "m.keras"


def test_training_goes_on_as_if_nothing_had_happened(path):
    model = small(metrics=["mae"])
    model.fit(X, Y, epochs=3, verbose=0)
    model.save(path)
    again = keras.models.load_model(path)
    for each in (model, again):
        each.fit(X, Y, epochs=2, verbose=0, shuffle=False)
    for a, b in zip(model.get_weights(), again.get_weights()):
        np.testing.assert_array_equal(a, b)
    assert again.metrics_names == model.metrics_names


def test_what_is_in_it(path):
    small().save(path)
    found = members(path)
    assert list(found) == ["metadata.json", "config.json", "model.weights.h5"]
    assert set(json.loads(found["metadata.json"])) == {"keras_version", "date_saved"}
    config = json.loads(found["config.json"])
    assert list(config) == [
        "module", "class_name", "config", "registered_name", "build_config",
        "compile_config",
    ]  # fmt: skip


def test_compile_settings_come_back(path):
    model = small(
        optimizer=keras.optimizers.SGD(
            keras.optimizers.schedules.CosineDecay(0.1, 10), momentum=0.5
        ),
        loss=keras.losses.Huber(0.5),
        metrics=[keras.metrics.AUC(name="auc"), "accuracy"],
        weighted_metrics=["mse"],
        loss_weights=[0.5],
        steps_per_execution=3,
        run_eagerly=True,
    )
    model.save(path)
    again = load_model(path)
    assert again.get_compile_config() == model.get_compile_config()
    assert again.loss.get_config() == model.loss.get_config()
    assert not load_model(path, compile=False).compiled


def test_own_classes_and_functions(path):
    class Twice(layers.Layer):
        def call(self, x):
            return x * 2

    def loss(y_true, y_pred):
        return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)

    model = keras.Sequential([keras.Input((4,)), Twice(), layers.Dense(1)])
    model.compile("sgd", loss, metrics=[loss])
    model.fit(X, Y, verbose=0)
    model.save(path)
    with pytest.raises(
        ValueError, match=r"m\.keras: config\.json: .*'Twice'.*custom_ob"
    ):
        load_model(path)
    with pytest.raises(ValueError, match="'loss'"):
        load_model(path, custom_objects={"Twice": Twice})
    again = load_model(path, custom_objects={"Twice": Twice, "loss": loss})
    assert again.loss is loss
    np.testing.assert_array_equal(again(X), model(X))
    assert not load_model(path, {"Twice": Twice}, compile=False).compiled


def test_subclasses_are_built_as_they_were(path):
    class Own(keras.Model):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.first = layers.Dense(units)
            self.rest = [layers.Dense(2), layers.Dense(1)]

        def call(self, x):
            x = self.first(x)
            for layer in self.rest:
                x = layer(x)
            return x

    model = Own(5)
    model.compile("adam", "mse")
    model.fit(X, Y, verbose=0)
    model.save(path)
    again = load_model(path, custom_objects={"Own": Own})
    np.testing.assert_array_equal(again(X), model(X))
    assert again.units == 5
    assert again.optimizer.iterations.numpy() == 1


def test_own_compile_is_not_called_blindly(path):
    class Own(keras.Model):
        def compile(self, optimizer, own):
            super().compile(optimizer)
            self.own = own

    x = keras.Input((4,))
    model = Own(x, layers.Dense(1)(x))
    model.compile("sgd", own=3)
    model.save(path)
    with pytest.warns(UserWarning, match="compile.. of its own"):
        again = load_model(path, custom_objects={"Own": Own})
    assert not again.compiled

    class Better(Own):
        def get_compile_config(self):
            return {"optimizer": "sgd", "own": self.own}

    model = Better(x, layers.Dense(1)(x))
    model.compile("sgd", own=4)
    model.save(path)
    assert load_model(path, custom_objects={"Better": Better}).own == 4


def test_bfloat16_weights(path):
    pytest.importorskip("ml_dtypes")
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2, dtype="bfloat16")])
    model.save(path)
    again = load_model(path)
    assert again.weights[0].dtype == "bfloat16"
    for a, b in zip(model.get_weights(), again.get_weights()):
        np.testing.assert_array_equal(a, b)


@pytest.mark.filterwarnings("ignore:.*has no weights yet:UserWarning")
def test_without_weights(path):
    keras.Sequential([layers.Dense(2)]).save(path)
    again = load_model(path)
    assert not again.built
    assert again(X).shape == (6, 2)


def test_saving_says_what_is_missing(path, tmp_path):
    with pytest.warns(UserWarning, match="has no weights yet"):
        keras.Sequential([layers.Dense(2)]).save(path)
    model = small()
    with pytest.raises(FileExistsError, match="overwrite=True"):
        model.save(path, overwrite=False)
    with pytest.raises(ValueError, match=r"must end in '\.keras', got 'm\.h5'"):
        model.save(tmp_path / "m.h5")
    with pytest.raises(FileNotFoundError, match="make it first"):
        model.save(tmp_path / "no" / "m.keras")
    with pytest.raises(ValueError, match="folders are not written"):
        save_model(model, path, zipped=False)
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.keras")
    with pytest.raises(ArgumentError, match="safe_mode must be True or False"):
        load_model(path, safe_mode=None)


def test_a_failure_leaves_the_old_file(path):
    small().save(path)
    before = path.read_bytes()

    class Broken(layers.Layer):
        def call(self, x):
            return x

        def save_own_variables(self, store):
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        keras.Sequential([keras.Input((2,)), Broken()]).save(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


# ---- code ----


def with_lambda():
    return keras.Sequential(
        [keras.Input((4,)), layers.Lambda(lambda x: x * 3, name="triple")]
    )


def test_code_is_refused_in_four_parts(path):
    with pytest.warns(UserWarning, match="nameless function"):
        with_lambda().save(path)
    with pytest.raises(SafetyError) as caught:
        load_model(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: config.json: 'triple' (Lambda) in 'sequential")
    for part in ("stored as Python code", "could do anything", "safe_mode=False"):
        assert part in text
    again = load_model(path, safe_mode=False)
    np.testing.assert_array_equal(again(X), X * 3)
    with pytest.raises(SafetyError):
        load_model(path)


@pytest.mark.filterwarnings("ignore:.*nameless function:UserWarning")
def test_code_is_refused_wherever_it_stands(path):
    act = layers.Dense(1, activation=lambda x: x, name="d")
    keras.Sequential([keras.Input((4,)), act]).save(path)
    with pytest.raises(SafetyError, match=r"'d' \(Dense\)"):
        load_model(path)
    small(loss=lambda y_true, y_pred: (y_true - y_pred) ** 2).save(path)
    with pytest.raises(SafetyError):
        load_model(path)
    load_model(path, compile=False)
    with pytest.raises(SafetyError):
        model_from_json(with_lambda().to_json())
    with pytest.raises(SafetyError):
        keras.Sequential.from_config(json.loads(with_lambda().to_json())["config"])


# ---- hostile and damaged files ----


def loaded_or_refused(path):
    """Return the model, or None if the file is refused in words."""
    try:
        return load_model(path)
    except CornuError as error:
        text = str(error)
    assert text.startswith(str(path))
    assert len(text) <= 1000
    return None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("module",), "os"),
        (("class_name",), "system"),
        (("class_name",), "Dense"),
        (("config", "layers", 1, "class_name"), "enable_unsafe_deserialization"),
        (("config", "layers", 1, "module"), "keras.utils"),
        (("config", "layers", 1, "config", "units"), 2**40),
        (("config", "layers", 1, "config", "units"), "many"),
        (("config", "layers", 1, "config"), None),
        (("config", "layers"), {"a": 1}),
        (("config",), []),
        (("config", "layers", 0, "config", "batch_shape"), [None, 2**40]),
        (("build_config",), 3),
        (("compile_config", "optimizer"), {"class_name": "system", "config": {}}),
        (("compile_config", "metrics"), [
            {"module": "keras.metrics", "class_name": "AUC",
             "config": {"num_thresholds": 10**9}}]),
        (("compile_config", "loss"), {
            "module": "builtins", "class_name": "function", "config": "eval",
            "registered_name": "function"}),
    ],
    ids=str,
)  # fmt: skip
def test_hostile_configs_are_refused_by_name(path, place, value):
    small().save(path)

    def change(config):
        inner = config
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value

    rewritten(path, change)
    if place == ("build_config",):  # a built model does not look at it
        load_model(path)
        return
    with pytest.raises(CornuError) as caught:
        load_model(path)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert len(text) <= 1000


def paths_in(value, here=()):
    if not isinstance(value, (dict, list)):
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*here, key)
        yield from paths_in(inner, (*here, key))


def test_mutated_configs_load_or_are_refused(path):
    small().save(path)
    whole = members(path)
    values = [None, True, -1, 0, 10**9, 10**30, 1e308, "", "x", [], {}, [[]], "relu",
              {"class_name": "Dense", "config": {}}]  # fmt: skip
    chance = random.Random(5)
    for _ in range(150):
        config = json.loads(whole["config.json"])
        inner, place = config, chance.choice(list(paths_in(config)))
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = chance.choice(values)
        rewritten(path, lambda _, config=config: config)
        loaded_or_refused(path)


def test_damaged_files_are_refused(path):
    model = small()
    model.save(path)
    whole = path.read_bytes()
    for cut in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:cut])
        with pytest.raises(CornuError, match=r"m\.keras"):
            load_model(path)
    chance = random.Random(6)
    for _ in range(150):
        raw = bytearray(whole)
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(raw)
        again = loaded_or_refused(path)
        if again is not None:  # it was a date, or the like
            for a, b in zip(model.get_weights(), again.get_weights()):
                np.testing.assert_array_equal(a, b)


def test_foreign_exceptions_do_not_escape(path):
    small().save(path)
    found = members(path)
    for name, content in (
        ("config.json", b"\xff\xfe"),
        ("config.json", b"[" * 5000),
        ("metadata.json", b"nothing"),
        ("model.weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(100)),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            for each, old in found.items():
                archive.writestr(each, content if each == name else old)
        with pytest.raises(FileFormatError) as caught:
            load_model(path)
        assert str(caught.value).startswith(str(path))


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_kill_while_saving_leaves_a_file_that_loads(path):
    script = textwrap.dedent(
        f"""
        import cornu as keras
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(50000)])
        print("ready", flush=True)
        while True:
            model.save({str(path)!r})
        """
    )
    for wait in (0.0, 0.05, 0.13):
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        limit = time.monotonic() + 60
        while not path.exists() and time.monotonic() < limit:
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert load_model(path).count_params() == 250_000
    small().save(path)
    assert os.listdir(path.parent) == [path.name]  # nothing stays of the killed ones


# ---- as text ----


def test_json():
    model = small(metrics=["mae"])
    again = model_from_json(model.to_json(indent=2))
    assert again.get_config() == model.get_config()
    assert again.get_compile_config() == model.get_compile_config()
    with pytest.raises(FileFormatError, match=r"^model_from_json: the text"):
        model_from_json("{")
    with pytest.raises(ValueError, match="Unknown layer: 'Nope'"):
        model_from_json('{"class_name": "Nope", "config": {}}')
