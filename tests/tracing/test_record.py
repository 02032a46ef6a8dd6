from __future__ import annotations

import random
import threading

import numpy as np
import pytest

import cornu as keras
from cornu import Variable, layers, ops
from cornu.tracing.record import Recording, difference
from tracing.recorded import floats, names, record, watch


def broken(function, *arrays) -> str | None:
    return watch(function, *arrays)[1].broken


@pytest.mark.parametrize(
    "look",
    [
        lambda t: float(ops.sum(t)),
        lambda t: bool(ops.sum(t) > 0),
        lambda t: int(ops.size(t) * ops.cast(ops.sum(t), "int32")),
        str,
        repr,
        lambda t: f"{t}",
        lambda t: t.numpy(),
        np.asarray,
        lambda t: ops.convert_to_numpy(t),
        lambda t: np.mean(t),
        lambda t: next(iter(t)).item(),
    ],
)
def test_reading_a_value_breaks_the_recording(look) -> None:
    def step(x):
        look(ops.tanh(x))
        return x

    reason = broken(step, floats(3))
    assert reason is not None
    assert "read a tensor's value" in reason
    assert f"{__file__}:" in reason


@pytest.mark.parametrize(
    "look", [float, bool, int, str, np.asarray, lambda v: v.numpy(), lambda v: v.item()]
)
def test_reading_a_variable_breaks_the_recording(look) -> None:
    """Also before anything else of the step has touched it."""
    variable = Variable(2.0)

    def step(x):
        look(variable)
        return x * 2.0

    assert "read a tensor's value" in str(broken(step, floats(3)))


def test_shapes_and_types_may_be_read() -> None:
    def step(x):
        assert x.shape == (3,)
        assert len(x) == 3
        assert x.dtype == "float32"
        assert x.ndim == 1
        return ops.reshape(x, (x.shape[0], 1))

    assert broken(step, floats(3)) is None


def test_own_arrays_may_be_read() -> None:
    table = ops.convert_to_tensor([1.0, 2.0])
    assert broken(lambda x: x * float(table.numpy()[0]), floats(3)) is None


def test_only_the_recorded_thread_is_heard() -> None:
    other = Variable(1.0)

    def elsewhere() -> None:
        other.assign_add(1.0)
        float(ops.exp(other))

    def step(x):
        worker = threading.Thread(target=elsewhere)
        worker.start()
        worker.join()
        return ops.tanh(x)

    graph, recording, _ = watch(step, floats(3))
    assert recording.broken is None
    assert names(graph) == ["tanh"]
    assert recording.variables == []


def test_states_and_updates() -> None:
    a, b = Variable(1.0, name="a"), Variable(2.0, name="b")

    def step(x):
        a.assign(a * x)
        a.assign_add(b)
        return a.value + b.value

    graph = record(step, np.float32(3.0).reshape(()))
    assert [v.held for v in graph.states] == [a, b]
    assert [variable for variable, _ in graph.updates] == [a]


def test_a_variable_set_behind_the_engine_is_noticed() -> None:
    a = Variable(1.0, name="a")

    def step(x):
        y = a * x
        a._data = np.asarray(np.float32(5.0))
        return y

    assert "'a' got a value from outside" in str(broken(step, floats(2)))


def test_equations_know_their_layer() -> None:
    keras.utils.clear_session(free_memory=False)
    x = floats(2, 3)
    dense = layers.Dense(4, name="first")
    dense(x)

    def step(t):
        with keras.GradientTape() as tape:
            y = ops.sum(dense(t))
        return tape.gradient(y, dense.trainable_variables)

    graph = record(step, x)
    (forward,) = [e for e in graph.equations if e.primitive.name == "add"]
    assert forward.origin == "first"
    backward = [e for e in graph.equations if e.backward]
    assert {e.origin for e in backward} >= {"gradient of first"}


# ---- two recordings ----


def differ(first, second, *arrays) -> str | None:
    return difference(record(first, *arrays), record(second, *arrays))


def test_equal_recordings_do_not_differ() -> None:
    def step(x):
        return ops.sum(ops.tanh(x) * np.array([1.0, 2.0], "float32")), ops.exp(x)

    assert differ(step, step, floats(3, 2)) is None


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (ops.tanh, ops.exp, "tanh"),
        (lambda x: x * 2.0, lambda x: x * 3.0, "got 2.0, then 3.0"),
        (lambda x: x * 2.0, lambda x: x * 2, "got 2.0, then 2"),
        (lambda x: ops.tanh(x), lambda x: ops.exp(ops.tanh(x)), "in one step only"),
        (lambda x: ops.sum(x, 0), lambda x: ops.sum(x, 1), "axes"),
        (lambda x: (x + 1.0, x + 2.0)[:1], lambda x: (x + 1.0, x + 2.0), ""),
        (lambda x: x + random.random(), lambda x: x + random.random(), "Python values"),
        (
            lambda x: x + np.random.default_rng(0).normal(size=3),
            lambda x: x + np.random.default_rng(1).normal(size=3),
            "an array made outside the engine",
        ),
    ],
)
def test_differences_are_told(first, second, words) -> None:
    reason = differ(first, second, floats(3, 3))
    assert reason is not None
    assert words in reason


def test_arrays_that_are_equal_are_no_difference() -> None:
    def step(x):
        return x + np.array([1.0, 2.0], "float32")

    assert differ(step, step, floats(2)) is None


def test_different_variables_are_told() -> None:
    a, b = Variable(1.0, name="a"), Variable(1.0, name="b")
    reason = differ(lambda x: x * a, lambda x: x * b, floats(2))
    assert reason is not None
    assert "read a, then b" in reason


def test_recorders_leave_when_a_step_fails() -> None:
    from cornu.core import observers

    with pytest.raises(RuntimeError, match="stop"), Recording([floats(2)]):
        raise RuntimeError("stop")
    assert not observers.active
    assert not observers.host_read
    assert not observers.variable_read
    assert not observers.refusals
