"""Models that nobody holds are freed, and steps leave nothing behind."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from typing import Any

import numpy as np

import cornu as keras
from cornu import layers

# Python keeps spare tuples for shapes, some ten thousand bytes that fill up slowly. One
# small array kept in each of 300 steps would already come to more than this.
NOISE_BYTES = 60_000


def build(kind: str) -> Any:
    if kind == "functional":
        x = keras.Input((8,))
        h = layers.Dense(16, activation="relu")(x)
        return keras.Model(x, layers.Dense(1)(layers.Dropout(0.2)(h) + h))
    if kind == "subclass":

        class Net(keras.Model):
            def __init__(self) -> None:
                super().__init__()
                self.hidden = layers.Dense(16, activation="relu")
                self.out = layers.Dense(1, kernel_regularizer="l2")

            def call(self, x: Any) -> Any:
                return self.out(self.hidden(x))

        return Net()
    return keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(1)])


X = np.ones((64, 8), np.float32)
Y = np.ones((64, 1), np.float32)


def trained(kind: str) -> Any:
    model = build(kind)
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, Y, epochs=2, validation_split=0.25, verbose=0)
    model.predict(X, verbose=0)
    return model


def test_a_dropped_model_is_freed() -> None:
    for kind in ("sequential", "functional", "subclass"):
        model = trained(kind)
        watched = [weakref.ref(o) for o in (model, model.optimizer, model.layers[-1])]
        del model
        gc.collect()
        assert [ref() for ref in watched] == [None] * 3, kind


def test_activations_are_freed_without_the_collector() -> None:
    """Backward frees what forward kept by counting references alone."""
    model = trained("functional")
    gc.collect()
    gc.disable()
    try:
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.garbage.clear()
        model.train_on_batch(X, Y)
        gc.collect()
        held = [o for o in gc.garbage if isinstance(o, (np.ndarray, keras.Tensor))]
        assert not held
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def growth(model: Any, x: np.ndarray, y: np.ndarray, steps: int) -> int:
    """Return by how many bytes memory grows over as many further steps.

    The lesser of two such stretches: Python's table of interned strings is replaced by
    a new one, of megabytes, at a moment nobody chooses. A leak is in both.
    """
    for _ in range(20):
        model.train_on_batch(x, y)
    gc.collect()
    tracemalloc.start()
    try:
        model.train_on_batch(x, y)
        gc.collect()
        return min(_stretch(model, x, y, steps) for _ in range(2))
    finally:
        tracemalloc.stop()


def _stretch(model: Any, x: np.ndarray, y: np.ndarray, steps: int) -> int:
    before = tracemalloc.get_traced_memory()[0]
    first = tracemalloc.take_snapshot()
    for _ in range(steps):
        model.train_on_batch(x, y)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    if grown >= NOISE_BYTES:  # tell where
        last = tracemalloc.take_snapshot()
        print(*last.compare_to(first, "lineno")[:8], sep="\n")
    return grown


def test_steps_do_not_grow() -> None:
    for kind in ("sequential", "subclass"):
        assert growth(trained(kind), X, Y, 300) < NOISE_BYTES, kind


def test_recurrent_steps_do_not_grow() -> None:
    model = keras.Sequential([keras.Input((4, 2)), layers.LSTM(8), layers.Dense(1)])
    model.compile("rmsprop", "mse")
    assert growth(model, X.reshape(64, 4, 2), Y, 300) < NOISE_BYTES


def test_epochs_do_not_grow() -> None:
    model = trained("functional")
    for _ in range(3):
        model.fit(X, Y, verbose=0)
        model.evaluate(X, Y, verbose=0)
        model.predict(X, verbose=0)
    gc.collect()
    tracemalloc.start()
    try:
        model.fit(X, Y, verbose=0)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            model.fit(X, Y, verbose=0)
            model.evaluate(X, Y, verbose=0)
            model.predict(X, verbose=0)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < NOISE_BYTES
    finally:
        tracemalloc.stop()
