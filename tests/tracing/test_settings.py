from __future__ import annotations

import itertools
import random
from collections import deque

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.tracing.settings import Settings, _token


class Bag:
    """Be a thing of the user's own."""

    def __init__(self) -> None:
        self.count = 0
        self.me = self


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ([1], lambda v: v.append(1)),
        ({"a": 1}, lambda v: v.update(a=2)),
        ({1}, lambda v: v.add(2)),
        (deque([1]), lambda v: v.append(2)),
        ([[1], {"a": [2]}], lambda v: v[1]["a"].append(3)),
        (np.zeros(3), lambda v: v.fill(1)),
        (np.random.default_rng(0), lambda v: v.random()),
        (np.random.RandomState(0), lambda v: v.rand()),
        (random.Random(0), lambda v: v.random()),
        (itertools.count(), next),
        (Bag(), lambda v: setattr(v, "count", 1)),
        ([Bag()], lambda v: setattr(v[0], "count", 1)),
        (keras.regularizers.L2(0.1), lambda v: setattr(v, "l2", 0.2)),
    ],
)
def test_changes_in_place_are_seen(value, change) -> None:
    before = _token(value)
    assert _token(value) == before
    change(value)
    assert _token(value) != before


def test_nan_equals_itself() -> None:
    assert _token(float("nan")) == _token(float("nan"))


def test_numbers_of_other_types_differ() -> None:
    assert len({_token(v) for v in (1, 1.0, True, "1", None)}) == 5


GLOBAL = 1


def loss_with_global(y_true, y_pred):
    return GLOBAL * keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)


def settings_of(loss="mse"):
    model = keras.Sequential([keras.Input((3,)), layers.Dropout(0.5), layers.Dense(1)])
    model.compile("adam", loss)
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
    return model, Settings(model, model._trainer)


def changed(before, after) -> list[str]:
    return [k for k in after if before.get(k) != after[k]]


def test_what_changes_is_named() -> None:
    model, settings = settings_of()
    before = settings()
    assert changed(before, settings()) == []
    model.layers[0].rate = 0.1
    model.optimizer.clipnorm = 1.0
    model.layers[1].kernel.trainable = False
    found = changed(before, settings())
    assert len(found) == 3
    assert any(k.endswith("'dropout'.rate") or ".rate" in k for k in found)
    assert any("clipnorm" in k for k in found)
    assert any("kernel.trainable" in k for k in found)


def test_globals_of_own_functions_are_read() -> None:
    global GLOBAL
    _, settings = settings_of(loss_with_global)
    before = settings()
    assert settings.has_own
    GLOBAL = 2
    assert changed(before, settings()) == ["'GLOBAL', which loss_with_global reads"]
    GLOBAL = 1


def test_a_model_of_library_parts_has_nothing_of_its_own() -> None:
    _, settings = settings_of()
    settings()
    assert not settings.has_own


def test_training_changes_no_setting() -> None:
    model, settings = settings_of()
    before = settings()
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
    model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    model.predict(np.ones((4, 3)), verbose=0)
    assert changed(before, settings()) == []


def test_variables_are_all_there() -> None:
    model, settings = settings_of()
    found = {id(v) for v in settings.variables()}
    assert found >= {id(v) for v in (*model.variables, *model.optimizer.variables)}


def test_metrics_of_one_class_are_told_apart() -> None:
    class Counting(keras.metrics.MeanAbsoluteError):
        calls = 0

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    first, second = Counting(name="first"), Counting(name="second")
    model.compile("sgd", "mse", metrics=[first, second])
    model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    look = Settings(model, model._trainer)
    before = look()
    first.calls = 1
    assert look() != before
    first.calls = 0
    second.calls = 2
    assert look() != before
