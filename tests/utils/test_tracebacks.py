"""Tracebacks without the library's own frames."""

import traceback

import numpy as np
import pytest

import cornu as keras
from cornu import config
from cornu.utils.tracebacks import filtered, without_own_frames


@pytest.fixture(autouse=True)
def restored():
    yield
    config.enable_traceback_filtering()


class Failing(keras.layers.Layer):
    def call(self, x):
        return keras.ops.reshape(x, (7, 7))


def frames(function):
    try:
        function()
    except Exception as error:
        files = [f.filename for f in traceback.extract_tb(error.__traceback__)]
        return ["own" if "/src/cornu/" in name else "user" for name in files]
    raise AssertionError("nothing was raised")


def test_layers():
    layer = Failing()
    x = np.ones((2, 2), "float32")
    assert frames(lambda: layer(x)) == ["user"] * 3  # try, lambda, call
    config.disable_traceback_filtering()
    assert frames(lambda: layer(x)).count("own") > 3


def test_training():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((4, 3), "float32")
    assert "own" not in frames(lambda: model.fit(x, x, verbose=0))
    config.disable_traceback_filtering()
    assert frames(lambda: model.fit(x, x, verbose=0)).count("own") > 2


def test_words_and_notes_stay():
    with pytest.raises(keras.errors.ShapeError, match="reshape") as caught:
        Failing(name="bad")(np.ones((2, 2), "float32"))
    assert "bad" in "".join(caught.value.__notes__)


def test_parts():
    assert without_own_frames(None) is None
    with pytest.raises(ZeroDivisionError):
        filtered(lambda: 1 / 0)()
