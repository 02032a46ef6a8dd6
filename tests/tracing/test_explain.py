"""Reports on programs."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers

X = np.random.default_rng(0).random((64, 8), np.float32)
Y = X.sum(1, keepdims=True)


def small(**settings):
    model = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(1)])
    model.compile("adam", "mse", **settings)
    return model


def told(model, **options):
    lines = []
    model.explain(print_fn=lines.append, **options)
    return "\n".join(lines)


def test_nothing_has_run():
    assert "no step has run yet" in told(small())


def test_a_replayed_step():
    model = small()
    model.fit(X, Y, batch_size=16, verbose=0)
    text = told(model)
    assert "train_step on float32[16, 8], float32[16, 1]" in text
    assert "adam_step updates 4 variables as one flat buffer of 41 numbers" in text
    assert "calls, all memory bound" in text
    assert "matmul" not in text
    assert text.count("matmul") < told(model, equations=True).count("matmul")


def test_recorded_once():
    model = small()
    model.predict(X[:8], verbose=0)
    assert "recorded 1 time(s)" in told(model)


def test_why_a_step_runs_eagerly():
    model = small()

    def reading(y_true, y_pred):
        return keras.ops.mean((y_true - y_pred) ** 2) * float(keras.ops.sum(y_pred))

    model.compile("sgd", reading)
    with pytest.warns(keras.errors.StaysEagerWarning):
        model.fit(X, Y, verbose=0)
    assert "runs eagerly: Python read a tensor's value" in told(model)
    assert "test_explain.py" in told(model)


def test_eager_by_choice():
    model = small(run_eagerly=True)
    model.fit(X, Y, verbose=0)
    assert told(model).endswith("compiled to run eagerly.")


def test_regions_are_told():
    model = keras.Sequential(
        [
            keras.Input((24, 24, 3)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.Conv2D(16, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
        ]
    )
    images = np.random.default_rng(0).random((32, 24, 24, 3), np.float32)
    for _ in range(2):
        model.predict(images, verbose=0)
    text = told(model)
    assert "over 32 rows, in 4 parts of 8" in text
    assert "conv, add, relu" in text
