from __future__ import annotations

from cornu import Variable, ops
from cornu.tracing.passes.rewrite import rewritten
from tracing.recorded import floats, record


def test_ends_are_swapped_and_the_old_graph_is_left_alone() -> None:
    a = Variable(0.0)

    def step(x):
        y = ops.sum(x)
        a.assign(y)
        return y

    graph = record(step, floats(3))
    (x,), old = graph.inputs, graph.outputs[0]
    new = rewritten(graph, [], {old: x})
    assert new.equations == []
    assert new.outputs == [x]
    assert graph.outputs == [old]
    assert graph.equations
    updated = graph.updates[0][1]
    assert rewritten(graph, [], {updated: x}).updates == [(a, x)]
