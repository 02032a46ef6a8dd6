"""Models that nobody holds are freed, and steps leave nothing behind."""

from __future__ import annotations

import functools
import gc
import tracemalloc
import weakref
from collections.abc import Callable
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


def growth(act: Callable[[], object], first: int, times: int) -> int:
    """Return by how many bytes memory grows while `act` is called again and again.

    The lesser of two such stretches: Python's table of interned strings is replaced by
    a new one, of megabytes, at a moment nobody chooses. A leak is in both.
    """
    for _ in range(first):
        act()
    gc.collect()
    tracemalloc.start()
    try:
        act()
        gc.collect()
        return min(_stretch(act, times) for _ in range(2))
    finally:
        tracemalloc.stop()


def _stretch(act: Callable[[], object], times: int) -> int:
    before = tracemalloc.get_traced_memory()[0]
    first = tracemalloc.take_snapshot()
    for _ in range(times):
        act()
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    if grown >= NOISE_BYTES:  # tell where
        last = tracemalloc.take_snapshot()
        print(*last.compare_to(first, "lineno")[:8], sep="\n")
    return grown


def test_steps_do_not_grow() -> None:
    for kind in ("sequential", "subclass"):
        model = trained(kind)
        step = functools.partial(model.train_on_batch, X, Y)
        assert growth(step, 20, 300) < NOISE_BYTES, kind


def test_recurrent_steps_do_not_grow() -> None:
    model = keras.Sequential([keras.Input((4, 2)), layers.LSTM(8), layers.Dense(1)])
    model.compile("rmsprop", "mse")
    rows = X.reshape(64, 4, 2)
    assert growth(lambda: model.train_on_batch(rows, Y), 20, 300) < NOISE_BYTES


def test_epochs_do_not_grow() -> None:
    model = trained("functional")

    def act() -> None:
        model.fit(X, Y, verbose=0)
        model.evaluate(X, Y, verbose=0)
        model.predict(X, verbose=0)

    assert growth(act, 3, 20) < NOISE_BYTES
