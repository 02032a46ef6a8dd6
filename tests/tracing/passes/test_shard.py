from __future__ import annotations

import importlib

import numpy as np
import pytest

from cornu import ops
from cornu.tracing.passes import shard as shard_pass
from cornu.tracing.passes.shard import Region
from tracing.recorded import allow_small_regions, floats, names, record

shard = importlib.import_module("cornu.tracing.passes.shard")


@pytest.fixture(autouse=True)
def small_regions(monkeypatch) -> None:
    allow_small_regions(monkeypatch)


def chain(x):
    return ops.sqrt(ops.exp(ops.tanh(x)) + 1.0)


def test_a_chain_becomes_a_region() -> None:
    graph = record(chain, floats(20, 3))
    (region,) = shard_pass(graph).equations
    assert isinstance(region, Region)
    assert str(region).split("\n") == [
        "region of 4 equations over 20 rows",
        "    %1: float32[20, 3] = tanh %0",
        "    %2: float32[20, 3] = exp %1",
        "    %3: float32[20, 3] = add %2 1.0",
        "    %4: float32[20, 3] = sqrt %3",
    ]
    assert region.outputs == tuple(graph.outputs)


def test_few_rows_stay_as_they_are() -> None:
    graph = record(chain, floats(15, 3))
    assert names(shard_pass(graph)) == names(graph)


def test_little_work_stays_as_it_is(monkeypatch) -> None:
    monkeypatch.setattr(shard, "LEAST_BYTES", 2**20)
    graph = record(chain, floats(20, 3))
    assert names(shard_pass(graph)) == names(graph)


def test_what_mixes_rows_stays_outside() -> None:
    def step(x):
        y = ops.exp(ops.tanh(x))
        return ops.sqrt(ops.exp(y - ops.cumsum(y, axis=0)))

    found = names(shard_pass(record(step, floats(20, 3))))
    assert found == ["region", "cumsum", "region"]


def test_a_square_is_not_mistaken_for_a_batch() -> None:
    """An axis as long as the batch, but not the batch."""

    def turned(x):
        return ops.exp(ops.transpose(ops.tanh(x)) * 2.0)

    for equation in shard_pass(record(turned, floats(16, 16))).equations:
        if isinstance(equation, Region):
            assert "transpose" not in [e.primitive.name for e in equation.body]


def test_what_is_not_the_batch_is_taken_whole() -> None:
    def step(x, w):
        return ops.exp(ops.tanh(x) * w)

    (region,) = shard_pass(record(step, floats(16, 16), floats(1, 16))).equations
    (product,) = [e for e in region.body if e.primitive.name == "multiply"]
    assert region.by_rows[product] == (True, False)


def test_results_needed_outside_leave_the_region() -> None:
    def step(x):
        y = ops.tanh(x)
        z = ops.exp(y) * 2.0
        return ops.sum(y), z

    graph = record(step, floats(32, 4))
    found = shard_pass(graph)
    found.check()
    (region,) = [e for e in found.equations if isinstance(e, Region)]
    assert {v.number for v in region.outputs} >= {1, graph.outputs[1].number}


def test_the_graph_itself_is_left_alone() -> None:
    graph = record(chain, floats(20, 3))
    before = str(graph)
    shard_pass(graph)
    assert str(graph) == before
    assert np.array_equal(names(graph), ["tanh", "exp", "add", "sqrt"])
