from __future__ import annotations

import numpy as np
import pytest

from cornu import Variable, layers, ops
from cornu.autodiff import GradientTape
from cornu.config import set_num_threads
from cornu.kernels.cpu.blocks import GRANULE, lanes
from cornu.tracing.passes import run_passes
from cornu.tracing.program import Program
from tracing.recorded import allow_small_regions, floats, watch


@pytest.fixture(autouse=True)
def small_regions(monkeypatch) -> None:
    allow_small_regions(monkeypatch)


@pytest.fixture(params=[1, 2])
def threads(request):
    set_num_threads(request.param)
    yield request.param
    set_num_threads(None)


def chain(x):
    y = ops.tanh(x) * 2.0
    return ops.sqrt(ops.exp(y) + 1.0), ops.sum(y, axis=0)


# One granule short; many lanes of several granules; a last granule of one row.
ROWS = (16, 20, GRANULE * 9, GRANULE * 17 + 1, 301)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("rows", ROWS)
def test_a_region_gives_what_its_equations_give(rows) -> None:
    x = floats(rows, 5)
    graph, _, _ = watch(chain, x)
    program = Program(run_passes(graph))
    (run,) = program.regions
    assert len(run.lanes) == len(lanes(rows)) <= 8
    for seed in (1, 2):
        batch = floats(rows, 5, seed=seed)
        program.run([batch])
        wanted = watch(chain, batch)[2]
        for array, expected in zip(program.results(), wanted, strict=True):
            np.testing.assert_array_equal(array, expected)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("rows", [16, 21, 75])
def test_convolutions_and_their_gradients(rows) -> None:
    kernel = Variable(floats(3, 3, 2, 4), name="kernel")
    bias = Variable(floats(4), name="bias")

    def step(x):
        with GradientTape() as tape:
            y = ops.relu(ops.conv(x, kernel, padding="same") + bias)
            y = ops.max_pool(y, 2, 2)
            loss = ops.mean(ops.square(y))
        return (loss, *tape.gradient(loss, [kernel, bias]))

    program = Program(run_passes(watch(step, floats(rows, 8, 8, 2))[0]))
    assert program.regions
    batch = floats(rows, 8, 8, 2, seed=4)
    program.refresh()
    program.run([batch])
    for array, expected in zip(program.results(), watch(step, batch)[2], strict=True):
        np.testing.assert_array_equal(array, expected)


def test_dropout_draws_the_same_numbers_by_parts() -> None:
    dropout = layers.Dropout(0.4, seed=3)
    dropout.build((None, 6))
    state = dropout.seed_generator.state
    start = state.numpy()

    def step(x):
        return ops.exp(dropout(ops.tanh(x), training=True)) + 1.0

    program = Program(run_passes(watch(step, floats(40, 6))[0]))
    state.assign(start)
    wanted = [watch(step, floats(40, 6, seed=i))[2][0] for i in range(3)]
    state.assign(start)
    for i in range(3):
        assert program.refresh()
        program.run([floats(40, 6, seed=i)])
        np.testing.assert_array_equal(program.results()[0], wanted[i])


def test_time_is_told_for_every_equation() -> None:
    program = Program(run_passes(watch(chain, floats(40, 5))[0]))
    (run,) = program.regions
    ticks = iter(range(10**6))
    spent = run.timed(lambda: float(next(ticks)))
    assert [equation for equation, _ in spent] == run.region.body
    assert all(seconds >= 0 for _, seconds in spent)
