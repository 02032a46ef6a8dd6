from __future__ import annotations

from cornu import Variable, ops
from cornu.tracing.passes import drop_dead
from tracing.recorded import floats, names, record


def test_what_nobody_needs_is_dropped() -> None:
    def step(x):
        ops.exp(ops.sin(x))
        return ops.tanh(x)

    graph = record(step, floats(3))
    assert names(graph) == ["sin", "exp", "tanh"]
    assert names(drop_dead(graph)) == ["tanh"]


def test_updates_are_needed() -> None:
    total = Variable(0.0)

    def step(x):
        total.assign_add(ops.sum(x))
        return ops.tanh(x)

    graph = record(step, floats(3))
    assert names(drop_dead(graph)) == names(graph)


def test_all_results_of_a_call_stay_while_one_is_needed() -> None:
    graph = record(lambda x: ops.top_k(x, 2)[1], floats(5))
    (equation,) = [e for e in drop_dead(graph).equations if len(e.outputs) == 2]
    assert equation.primitive.name == "top_k"
