from __future__ import annotations

import numpy as np

from cornu import Variable, ops
from cornu.tracing.passes import forward_copies
from tracing.recorded import floats, names, record


def test_copies_and_idle_casts_are_looked_through() -> None:
    graph = record(lambda x: ops.exp(ops.cast(ops.copy(x), "float32")), floats(3))
    assert "copy" in names(graph)
    assert names(forward_copies(graph)) == ["exp"]


def test_real_casts_stay() -> None:
    graph = record(lambda x: ops.cast(ops.cast(x, "int32"), "float32"), floats(3))
    assert names(forward_copies(graph)) == ["cast", "cast"]


def test_assigning_is_a_copy() -> None:
    a = Variable(np.zeros(3, "float32"))

    def step(x):
        a.assign(ops.tanh(x))
        return a.value * 2.0

    before = record(step, floats(3))
    after = forward_copies(before)
    assert names(before) == ["tanh", "assign", "multiply"]
    assert names(after) == ["tanh", "multiply"]
    tanh, multiply = after.equations
    assert multiply.operands == [tanh.outputs[0]]
    assert after.updates == [(a, tanh.outputs[0])]


def test_assigning_another_type_stays() -> None:
    a = Variable(np.zeros(3, "float32"))

    def step(x):
        a.assign(ops.cast(x, "int32"))

    assert names(forward_copies(record(step, floats(3)))) == ["cast", "assign"]
