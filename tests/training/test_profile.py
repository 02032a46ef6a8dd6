"""`cornu.profile`."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers

X = np.random.default_rng(0).random((40, 8), np.float32)
Y = X.sum(1, keepdims=True)


def compiled(**settings):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(4, "relu"),
            layers.Dropout(0.5),
            layers.Dense(1),
        ]
    )
    model.compile("adam", "mse", metrics=["mae"], **settings)
    return model


def test_table_of_a_training_step():
    found = keras.profile(compiled(), X, Y, batch_size=20, steps=3)
    assert found.replayed
    assert found.seconds > 0
    text = found.table(limit=3)
    assert "train_step on (20, 8), (20, 1)" in text
    assert "all others" in text
    assert len(text.splitlines()) == 1 + 1 + 3 + 1 + 1
    assert str(found) == found.table()


def test_everything_is_put_back():
    model, twin = compiled(), compiled()
    model.fit(X, Y, verbose=0, shuffle=False)
    twin.fit(X, Y, verbose=0, shuffle=False)
    keras.profile(model, X, Y)
    one = model.fit(X, Y, verbose=0, shuffle=False, epochs=2).history
    two = twin.fit(X, Y, verbose=0, shuffle=False, epochs=2).history
    assert one == two
    for a, b in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_prediction_and_no_compile():
    model = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
    found = keras.profile(model, X)
    assert "predict_step on (32, 8)" in found.table()
    assert [row.name for row in found.rows].count("matmul") == 1


def test_an_eager_step_is_measured_too():
    found = keras.profile(compiled(run_eagerly=True), X, Y, steps=2)
    assert not found.replayed
    assert {"matmul", "adam_step"} <= {row.name for row in found.rows}
    assert "eager calls" in found.table()


def test_misuse():
    with pytest.raises(keras.errors.NotBuiltError, match="compile"):
        keras.profile(keras.Sequential([keras.Input((8,)), layers.Dense(4)]), X, Y)
    with pytest.raises(ValueError, match="steps"):
        keras.profile(compiled(), X, Y, steps=0)
    with pytest.raises(keras.errors.DataError):
        keras.profile(compiled(), X[:0], Y[:0])
