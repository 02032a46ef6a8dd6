from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cornu import Variable, ops
from cornu.tracing.plan import ALIGNMENT, Layout, Plan, Storage, _pack
from cornu.tracing.program import Program, _may_overwrite
from tracing.recorded import floats, record


@given(
    st.lists(
        st.tuples(st.integers(1, 5000), st.integers(0, 20), st.integers(0, 8)),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_storages_in_use_together_do_not_overlap(rows) -> None:
    storages = []
    for nbytes, first, length in rows:
        storage = Storage(nbytes, first)
        storage.last = first + length
        storages.append(storage)
    top = _pack(storages)
    for i, a in enumerate(storages):
        assert a.offset % ALIGNMENT == 0
        assert 0 <= a.offset <= a.offset + a.nbytes <= top
        for b in storages[:i]:
            together = a.first <= b.last and b.first <= a.last
            apart = a.offset + a.nbytes <= b.offset or b.offset + b.nbytes <= a.offset
            assert apart or not together


def test_memory_is_used_again() -> None:
    """A chain of large results needs the memory of two of them."""

    def step(x):
        for _ in range(10):
            x = ops.matmul(x, x)
        return ops.sum(x)

    graph = record(step, floats(128, 128) / 128)
    plan = Plan(graph, _may_overwrite)
    assert 2 * 128 * 128 * 4 <= plan.arena_bytes < 3 * 128 * 128 * 4


def test_views_share_memory_and_keep_it_alive() -> None:
    graph = record(
        lambda x: ops.exp(ops.transpose(ops.tanh(x))) + ops.sum(x), floats(3, 4)
    )
    plan = Plan(graph, _may_overwrite)
    tanh, transposed = graph.equations[0].outputs[0], graph.equations[1].outputs[0]
    assert plan.is_view(transposed)
    assert plan.roots[transposed] is tanh
    assert transposed not in plan.storages
    reader = next(i for i, e in enumerate(graph.equations) if transposed in e.operands)
    assert plan.storages[tanh].last >= reader


def test_a_new_value_is_born_in_its_variable() -> None:
    a = Variable(np.ones(3, "float32"))
    graph = record(lambda x: a.assign(x * 2.0).value, floats(3))
    from cornu.tracing.passes import run_passes

    plan = Plan(run_passes(graph), _may_overwrite)
    # What the step returns must outlive the next step's writing.
    assert not plan.homes
    b = Variable(np.ones(3, "float32"))

    def quietly(x):
        b.assign(x * 2.0)
        return ops.sum(x)

    plan = Plan(run_passes(record(quietly, floats(3))), _may_overwrite)
    assert list(plan.homes.values()) == [b]
    assert not plan.commits


@pytest.mark.parametrize(
    "sample",
    [
        np.zeros((2, 3, 4), "float32"),
        np.zeros((2, 3, 4), "float32").transpose(2, 0, 1),
        np.zeros((5, 1), "float64").T,
        np.zeros((1, 7), "float32").T,
        np.zeros((), "int32"),
        np.zeros((5, 9), "float32")[::-1],
        np.zeros((5, 2, 9), "float32").transpose(1, 0, 2)[:, ::-1],
        np.zeros((0, 3), "float32"),
        np.zeros((4, 1, 3), "float16").transpose(1, 2, 0),
    ],
)
def test_a_layout_has_the_strides_of_its_sample(sample) -> None:
    placed = Layout(sample).place(np.zeros(sample.nbytes + 64, np.uint8))
    assert placed.shape == sample.shape
    assert placed.dtype == sample.dtype
    if sample.size:
        assert placed.strides == sample.strides


# ---- what a variable was, and what it becomes ----


def shift(x, a, b) -> None:
    old = a.value
    a.assign(ops.sum(x, 0))
    b.assign(old)


def swap(x, a, b) -> None:
    one, other = a.value, b.value
    a.assign(other)
    b.assign(one)


def view(x, a, b) -> None:
    b.assign(ops.flip(a.value, 0)[::-1])
    a.assign_add(ops.sum(x, 0))


def same(x, a, b) -> None:
    new = ops.sum(x, 0)
    a.assign(new)
    b.assign(new)


def cast(x, a, b) -> None:
    b.assign(ops.cast(a * 10.0, "int32"))
    a.assign(ops.sum(ops.cast(x, "int32"), 0))


def in_place(x, a, b) -> None:
    a.assign(ops.maximum(a, a[::-1] + ops.sum(x, 0)))
    b.assign(a[::-1])


@pytest.mark.parametrize("change", [shift, swap, view, same, cast, in_place])
def test_variables_take_their_values_at_once(change) -> None:
    a = Variable(np.array([1.0, 2.0, 3.0], "float32"))
    b = Variable(np.array([5.0, 6.0, 7.0], "float32"))
    start = a.numpy(), b.numpy()

    def step(x):
        before = a.value
        change(x, a, b)
        return before, a.value, b.value

    x = floats(4, 3)
    program = Program(record(step, x))
    for variable, value in zip((a, b), start):
        variable.assign(value)
    wanted = []
    for i in range(3):
        found = step(ops.convert_to_tensor(x + i))
        wanted.append([t.numpy() for t in (*found, a, b)])
    for variable, value in zip((a, b), start):
        variable.assign(value)
    for i in range(3):
        assert program.refresh()
        program.run([x + i])
        results = [*program.results(), a.numpy(), b.numpy()]
        np.testing.assert_array_equal(results, wanted[i])
