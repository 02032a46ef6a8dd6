"""What people pass in is never written to: read-only arrays work everywhere."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

import cornu as keras
from cornu import layers


def frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def data() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((20, 6, 3)).astype(np.float32)
    y = rng.integers(0, 3, 20)
    return frozen(x), frozen(y), frozen(np.linspace(0.5, 1.5, 20, dtype=np.float32))


def build() -> Any:
    model = keras.Sequential(
        [
            keras.Input((6, 3)),
            layers.Masking(0.0),
            layers.LSTM(4, return_sequences=True),
            layers.BatchNormalization(),
            layers.Dropout(0.3),
            layers.Conv1D(3, 2, activation="relu"),
            layers.GlobalMaxPooling1D(),
            layers.ReLU(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def test_data_and_weights() -> None:
    x, y, weight = data()
    before = [a.copy() for a in (x, y, weight)]
    model = build()
    given = [frozen(w) for w in model.get_weights()]
    kept = [w.copy() for w in given]
    model.set_weights(given)
    model.fit(
        x,
        y,
        sample_weight=weight,
        batch_size=8,
        epochs=2,
        validation_split=0.2,
        verbose=0,
    )
    model.fit(x, y, class_weight={0: 2.0}, shuffle=False, verbose=0)
    model.evaluate(x, y, sample_weight=weight, verbose=0)
    model.predict(x, verbose=0)
    model.train_on_batch(x, y, sample_weight=weight)
    model.test_on_batch(x, y)
    model.predict_on_batch(x)
    model(x)
    for one, other in zip((x, y, weight), before, strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(given, kept, strict=True):
        np.testing.assert_array_equal(one, other)


def test_writable_data_is_not_written_to() -> None:
    x, y, _ = (a.copy() for a in data())
    before = x.copy(), y.copy()
    build().fit(x, y, batch_size=20, epochs=1, shuffle=False, verbose=0)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_weights_do_not_follow_the_arrays_they_came_from() -> None:
    layer = layers.Dense(2)
    layer.build((None, 2))
    given = [np.ones((2, 2), np.float32), np.zeros(2, np.float32)]
    layer.set_weights(given)
    given[0][:] = 7
    np.testing.assert_array_equal(layer.get_weights()[0], np.ones((2, 2)))
    layer.get_weights()[0][:] = 9
    np.testing.assert_array_equal(layer.get_weights()[0], np.ones((2, 2)))


def test_predictions_are_the_callers_own() -> None:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
    x = np.ones((3, 2), np.float32)
    first = model.predict(x, verbose=0)
    kept = first.copy()
    model.predict(x * 5, verbose=0)
    np.testing.assert_array_equal(first, kept)
    first[:] = 0
    np.testing.assert_array_equal(model.predict(x, verbose=0), kept)


def test_identity_models_do_not_give_the_input_away() -> None:
    x = np.ones((3, 2), np.float32)
    model = keras.Sequential([keras.Input((2,)), layers.Identity()])
    out = model.predict(x, verbose=0)
    out[:] = 5
    np.testing.assert_array_equal(x, np.ones((3, 2)))


def test_containers() -> None:
    model = build()
    config = model.get_config()
    kept = copy.deepcopy(config)
    keras.Sequential.from_config(config)
    assert config == kept
    for layer in model.layers:
        config = layer.get_config()
        kept = copy.deepcopy(config)
        type(layer).from_config(config)
        assert config == kept
    x, y, _ = data()
    callbacks: list[Any] = []
    inputs, metrics = {"x": x}, ["accuracy"]
    entry = keras.Input((6, 3), name="x")
    other = keras.Model(entry, layers.Dense(3)(layers.Flatten()(entry)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    other.compile("sgd", loss, metrics=metrics)
    other.fit(inputs, y, callbacks=callbacks, verbose=0)
    assert callbacks == []
    assert list(inputs) == ["x"]
    assert inputs["x"] is x
    assert metrics == ["accuracy"]
