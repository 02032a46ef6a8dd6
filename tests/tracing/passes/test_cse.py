from __future__ import annotations

import numpy as np

from cornu import ops, random
from cornu.tracing.passes import merge_equal
from tracing.recorded import floats, names, record


def test_equal_calls_are_made_once() -> None:
    graph = record(lambda x: ops.tanh(x) + ops.tanh(x), floats(3))
    assert [str(e) for e in merge_equal(graph).equations] == [
        "%1: float32[3] = tanh %0",
        "%3: float32[3] = add %1 %1",
    ]


def test_merging_goes_on_through_what_was_merged() -> None:
    graph = record(lambda x: ops.exp(ops.tanh(x)) + ops.exp(ops.tanh(x)), floats(3))
    assert names(merge_equal(graph)) == ["tanh", "exp", "add"]


def test_other_parameters_and_numbers_are_other_calls() -> None:
    graph = record(
        lambda x: ops.sum(x, 0) + ops.sum(x, 1) + x * 1.0 + x * 1 + x * -0.0 + x * 0.0,
        floats(3, 3),
    )
    assert names(merge_equal(graph)) == names(graph)


def test_draws_of_different_states_stay_apart() -> None:
    seeds = random.SeedGenerator(3)
    graph = record(lambda x: x + random.normal((3,), seed=seeds)
                   - random.normal((3,), seed=seeds), floats(3))  # fmt: skip
    merged = merge_equal(graph)
    assert names(merged).count("random_bits") == names(graph).count("random_bits")
    assert names(merged).count("random_uniform") == names(graph).count("random_uniform")


def test_ends_follow() -> None:
    graph = record(lambda x: (ops.tanh(x), ops.tanh(x)), floats(3))
    a, b = merge_equal(graph).outputs
    assert a is b


def test_the_graph_itself_is_left_alone() -> None:
    graph = record(lambda x: ops.tanh(x) + ops.tanh(x), floats(3))
    before = str(graph)
    merge_equal(graph)
    assert str(graph) == before
    assert np.array_equal(names(graph), ["tanh", "tanh", "add"])
