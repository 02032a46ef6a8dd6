"""Small tasks that only a working library learns."""

from __future__ import annotations

import numpy as np
import pytest

import cornu as keras
from cornu import layers


@pytest.fixture(autouse=True)
def _seed() -> None:
    keras.utils.set_random_seed(1)


def test_xor() -> None:
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    y = np.array([[0], [1], [1], [0]], np.float32)
    model = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(8, activation="tanh"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy")
    model.fit(x, y, epochs=150, verbose=0)
    np.testing.assert_array_equal(model.predict(x, verbose=0) > 0.5, y == 1)


def test_least_squares_is_found() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, 3)).astype(np.float32)
    y = x @ np.array([[1.0], [-2.0], [0.5]], np.float32) + 0.25
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(x, y, epochs=30, verbose=0)
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(kernel[:, 0], [1.0, -2.0, 0.5], atol=1e-3)
    np.testing.assert_allclose(bias, [0.25], atol=1e-3)


def test_digits() -> None:
    (x, y), (x_test, y_test) = keras.datasets.digits.load_data()
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Lambda(lambda image: image / 16.0),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.01),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    x, x_test = x.reshape(-1, 8, 8, 1), x_test.reshape(-1, 8, 8, 1)
    model.fit(x, y, batch_size=32, epochs=6, verbose=0)
    assert (
        model.evaluate(x_test, y_test, verbose=0, return_dict=True)["accuracy"] > 0.95
    )


def test_copy_of_the_first_symbol() -> None:
    """Remember over six steps what came first: only the state can carry it."""
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 4, (512, 6))
    x = np.eye(4, dtype=np.float32)[codes]
    model = keras.Sequential(
        [
            keras.Input((6, 4)),
            layers.LSTM(16),
            layers.Dense(4, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.02),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(x, codes[:, 0], batch_size=32, epochs=12, verbose=0).history
    assert history["accuracy"][-1] > 0.98


def test_masked_steps_do_not_matter() -> None:
    """Padding with zeros changes nothing behind an Embedding that masks."""
    model = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(5, 3, mask_zero=True),
            layers.GRU(4),
            layers.Dense(1),
        ]
    )
    short = np.array([[1, 2, 3], [4, 1, 2]])
    padded = np.pad(short, ((0, 0), (0, 4)))
    np.testing.assert_allclose(
        model.predict(short, verbose=0), model.predict(padded, verbose=0), rtol=1e-6
    )
