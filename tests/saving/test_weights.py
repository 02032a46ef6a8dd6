"""Weights survive a file, and a file that does not fit changes nothing."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import h5py
import numpy as np
import pytest

import cornu as keras
from cornu.errors import FileFormatError, ShapeError
from cornu.saving.weights import walk


def _model(units=3):
    x = keras.Input((4,))
    shared = keras.layers.Dense(4, activation="tanh")
    y = keras.layers.Dense(units)(shared(shared(x)))
    return keras.Model(x, y)


def test_round_trip_gives_the_same_outputs(tmp_path):
    path = tmp_path / "m.weights.h5"
    one, other = _model(), _model()
    x = np.ones((2, 4), np.float32)
    assert not np.allclose(one.predict(x, verbose=0), other.predict(x, verbose=0))
    one.save_weights(path)
    other.load_weights(path)
    np.testing.assert_array_equal(
        one.predict(x, verbose=0), other.predict(x, verbose=0)
    )


def test_optimizer_state_comes_along(tmp_path):
    path = tmp_path / "m.weights.h5"
    x, y = np.ones((8, 4), np.float32), np.ones((8, 3), np.float32)
    one, other = _model(), _model()
    for model in (one, other):
        model.compile("adam", "mse")
    one.fit(x, y, epochs=3, verbose=0)
    one.save_weights(path)
    other.load_weights(path)
    for model in (one, other):
        model.train_on_batch(x, y)
    for a, b in zip(one.get_weights(), other.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_trained_model_goes_back_to_what_it_saved(tmp_path):
    path = tmp_path / "m.weights.h5"
    x, y = np.ones((8, 4), np.float32), np.ones((8, 3), np.float32)
    model = _model()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, verbose=0)
    model.save_weights(path)
    model.train_on_batch(x, y)
    wanted = model.get_weights()
    model.fit(x, y, epochs=3, verbose=0)
    model.load_weights(path)
    model.train_on_batch(x, y)
    for a, b in zip(wanted, model.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_misfit_leaves_the_model_as_it_was(tmp_path):
    path = tmp_path / "m.weights.h5"
    _model(units=5).save_weights(path)
    model = _model(units=3)
    before = model.get_weights()
    with pytest.raises(ShapeError, match=r"\(4, 3\).*\(4, 5\)"):
        model.load_weights(path)
    for a, b in zip(before, model.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_skip_mismatch_loads_what_fits(tmp_path):
    path = tmp_path / "m.weights.h5"
    other = _model(units=5)
    other.save_weights(path)
    model = _model(units=3)
    with pytest.warns(UserWarning, match="skips"):
        model.load_weights(path, skip_mismatch=True)
    np.testing.assert_array_equal(model.get_weights()[0], other.get_weights()[0])


def test_wrong_calls_say_what_to_do(tmp_path):
    model = _model()
    with pytest.raises(ValueError, match=r"\.weights\.h5"):
        model.save_weights(tmp_path / "m.h5")
    with pytest.raises(FileNotFoundError, match="folder"):
        model.save_weights(tmp_path / "no" / "m.weights.h5")
    with pytest.raises(ValueError, match="no weights yet"):
        keras.Sequential([keras.layers.Dense(2)]).save_weights(
            tmp_path / "m.weights.h5"
        )
    path = tmp_path / "m.weights.h5"
    model.save_weights(path)
    with pytest.raises(FileExistsError, match="overwrite"):
        model.save_weights(path, overwrite=False)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileFormatError, match=r"m\.weights\.h5"):
        model.load_weights(path)


def test_every_truncation_is_refused_and_changes_nothing(tmp_path):
    path = tmp_path / "m.weights.h5"
    model = _model()
    model.save_weights(path)
    whole = path.read_bytes()
    before = model.get_weights()
    for cut in range(0, len(whole) - 1, max(1, len(whole) // 40)):
        path.write_bytes(whole[:cut])
        with pytest.raises(ValueError, match=r"m\.weights\.h5"):
            model.load_weights(path)
    for a, b in zip(before, model.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_checksums_are_written(tmp_path):
    path = tmp_path / "m.weights.h5"
    _model().save_weights(path)
    with h5py.File(path) as file:
        assert "cornu_crc32" in file["layers/dense/vars/0"].attrs


def test_places_are_counted_per_class():
    model = _model()
    assert [place for _, place in walk(model, "")] == [
        "",
        "/layers/input_layer",
        "/layers/dense",
        "/layers/dense_1",
    ]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_kill_while_saving_leaves_a_file_that_loads(tmp_path):
    path = tmp_path / "m.weights.h5"
    script = textwrap.dedent(
        f"""
        import cornu as keras
        x = keras.Input((4,))
        model = keras.Model(x, keras.layers.Dense(50000)(x))
        print("ready", flush=True)
        while True:
            model.save_weights({str(path)!r})
        """
    )
    x = keras.Input((4,))
    model = keras.Model(x, keras.layers.Dense(50000)(x))
    for attempt in range(4):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=-1)
        process.stdout.readline()
        while not path.exists():
            time.sleep(0.005)
        time.sleep(0.02 + 0.013 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        model.load_weights(path)
