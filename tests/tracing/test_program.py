from __future__ import annotations

import numpy as np
import pytest

import cornu as keras
from cornu import Variable, layers, ops
from cornu.errors import TraceBreak
from cornu.tracing import program as module
from cornu.tracing.passes import run_passes
from cornu.tracing.program import Program, forget_samples, release_variables
from tracing.recorded import floats, record, watch


def programmed(step, *arrays) -> Program:
    return Program(run_passes(record(step, *arrays)))


def test_a_program_runs_on_other_batches() -> None:
    def step(x, y):
        return ops.softmax(ops.matmul(x, y)), ops.sum(x)

    program = programmed(step, floats(3, 4), floats(4, 2, seed=1))
    for seed in (2, 3):
        batch = [floats(3, 4, seed=seed), floats(4, 2, seed=seed + 9)]
        program.run(batch)
        wanted = watch(step, *batch)[2]
        for array, expected in zip(program.results(), wanted, strict=True):
            np.testing.assert_array_equal(array, expected)


def test_building_changes_no_variable() -> None:
    a = Variable(np.zeros(3, "float32"))

    def step(x):
        a.assign_add(x)
        return ops.sum(a)

    graph = run_passes(record(step, floats(3)))
    a.assign([7.0, 8.0, 9.0])
    Program(graph)
    np.testing.assert_array_equal(a.numpy(), [7.0, 8.0, 9.0])


def test_results_are_copies() -> None:
    program = programmed(ops.tanh, floats(3))
    program.run([floats(3)])
    first = program.results()
    kept = first[0].copy()
    program.run([floats(3, seed=1)])
    np.testing.assert_array_equal(first[0], kept)


def test_values_set_from_outside_are_taken_over() -> None:
    a = Variable(2.0)
    program = programmed(lambda x: x * a, floats(3))
    a.assign(5.0)
    assert program.refresh()
    program.run([np.ones(3, "float32")])
    np.testing.assert_array_equal(program.results()[0], [5.0, 5.0, 5.0])


def test_a_program_whose_memory_moved_is_of_no_use() -> None:
    a = Variable(np.ones(4, "float32"))
    program = programmed(lambda x: x * a, floats(4))
    assert program.refresh()
    a.bind(np.empty(4, np.float32))
    assert not program.refresh()


def test_integers_and_float64_batches() -> None:
    def step(x):
        return ops.take(ops.convert_to_tensor([1.0, 2.0, 3.0]), x)

    program = programmed(step, np.array([0, 1], "int32"))
    program.run([np.array([2, 2], "int32")])
    np.testing.assert_array_equal(program.results()[0], [3.0, 3.0])


def test_a_call_that_does_not_reproduce_the_record_is_refused() -> None:
    graph = record(lambda x: ops.exp(ops.tanh(x)), floats(3))
    value = graph.equations[-1].outputs[0]
    value.sample = value.sample + 1e-3
    with pytest.raises(TraceBreak, match="does not give what was recorded"):
        Program(graph)


def test_regions_that_differ_are_told_apart(monkeypatch) -> None:
    from tracing.recorded import allow_small_regions

    allow_small_regions(monkeypatch)
    graph = run_passes(record(lambda x: ops.exp(ops.tanh(x)) * 2.0, floats(20, 3)))
    value = graph.equations[-1].outputs[0]
    value.sample = value.sample + 1e-3
    with pytest.raises(module.PartsDifferError, match="differs when done by parts"):
        Program(graph)


def test_samples_are_forgotten() -> None:
    graph = run_passes(record(lambda x: ops.exp(ops.tanh(x)), floats(3)))
    program = Program(graph)
    forget_samples(graph)
    assert all(v.sample is None for e in graph.equations for v in e.outputs)
    program.run([np.zeros(3, "float32")])
    np.testing.assert_array_equal(program.results()[0], np.ones(3, "float32"))


def test_variables_are_released_for_a_recording() -> None:
    a = Variable(np.ones(3, "float32"))

    def step(x):
        a.assign(a * 2.0)
        return ops.sum(x)

    program = programmed(step, floats(3))
    a.assign(np.ones(3))
    assert program.refresh()
    release_variables([a])
    kept = a.value
    assert program.refresh()
    program.run([floats(3)])
    np.testing.assert_array_equal(kept.numpy(), np.ones(3))
    np.testing.assert_array_equal(a.numpy(), 2 * np.ones(3))


def test_a_dropped_program_does_not_hold_its_variables() -> None:
    import gc
    import weakref

    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    model.compile("adam", "mse")
    for _ in range(4):
        model.train_on_batch(np.ones((4, 3)), np.ones((4, 2)))
    watched = weakref.ref(model.layers[0])
    del model
    gc.collect()
    assert watched() is None
