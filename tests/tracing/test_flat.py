from __future__ import annotations

import numpy as np
import pytest

import cornu as keras
from cornu import Variable, ops
from cornu.tracing.passes import run_passes
from cornu.tracing.program import Program
from tracing.recorded import floats, record

SHAPES = [(3, 2), (2,), (1,), (4, 1), ()]


def training(optimizer):
    variables = [Variable(floats(*s), name=f"v{i}") for i, s in enumerate(SHAPES)]
    optimizer.build(variables)

    def step(x):
        optimizer.apply([v * ops.sum(x) for v in variables], variables)
        return ops.sum(variables[0])

    return variables, step


@pytest.mark.parametrize("name", ["SGD", "Adam", "RMSprop", "Adagrad", "Adadelta"])
def test_a_flat_step_gives_what_single_ones_give(name) -> None:
    found = []
    for flat in (True, False):
        optimizer = getattr(keras.optimizers, name)(0.1)
        variables, step = training(optimizer)
        start = [v.numpy() for v in (*variables, *optimizer.variables)]
        program = Program(run_passes(record(step, floats(4)))) if flat else None
        for v, value in zip((*variables, *optimizer.variables), start):
            v.assign(value)
        for i in range(4):
            if program is not None:
                assert program.refresh()
                program.run([floats(4, seed=i)])
            else:
                step(ops.convert_to_tensor(floats(4, seed=i)))
        if program is not None and name == "Adam":
            assert program._flat
        found.append([v.numpy() for v in (*variables, *optimizer.variables)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_weights_lie_side_by_side() -> None:
    variables, step = training(keras.optimizers.Adam(0.1))
    program = Program(run_passes(record(step, floats(4))))
    assert len(program._flat) == 1
    flat = variables[0]._data.base
    assert flat is not None
    assert flat.size == sum(v._data.size for v in variables)
    assert all(v._data.base is flat for v in variables)


def test_a_second_program_uses_the_same_memory() -> None:
    variables, step = training(keras.optimizers.Adam(0.1))
    first = Program(run_passes(record(step, floats(4))))
    for v in first.states:
        v.release()
    second = Program(run_passes(record(step, floats(7))))
    assert first.refresh()
    assert second.refresh()
    assert all(v._data is v._memory for v in variables)


def test_two_optimizers_of_the_same_weights_leave_each_other_alone() -> None:
    shared = keras.layers.Dense(4)
    models = []
    for optimizer in ("adam", "sgd"):
        model = keras.Sequential([keras.Input((3,)), shared, keras.layers.Dense(1)])
        model.compile(optimizer, "mse")
        models.append(model)
    x = np.random.default_rng(0).random((8, 3), np.float32)
    y = x.sum(1, keepdims=True)
    for _ in range(4):
        for model in models:
            model.train_on_batch(x, y)
    programs = [m._trainer.runner("train").program_for((x, y))[0] for m in models]
    for _ in range(3):
        for model in models:
            model.train_on_batch(x, y)
    again = [m._trainer.runner("train").program_for((x, y))[0] for m in models]
    assert [a is b for a, b in zip(programs, again, strict=True)] == [True, True]
    assert sorted(len(p.flat_steps) for p in programs) == [0, 1]
