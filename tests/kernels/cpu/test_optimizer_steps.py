import numpy as np
import pytest

from cornu.config import set_num_threads
from cornu.kernels.cpu import optimizer_steps
from cornu.primitives.optimizer_steps import adam_step, sgd_step

SETTINGS = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    shapes = ((512, 700), (3,), (400, 300), (90,))
    rows = [[rng.random(s, np.float32) for s in shapes] for _ in range(4)]
    rate, step = np.float32(0.01).reshape(()), np.int32(4).reshape(())
    return np.asarray(rate), np.asarray(step), [a for row in rows for a in row]


@pytest.fixture(autouse=True)
def as_before():
    yield
    set_num_threads(None)


def test_number_of_threads_leaves_the_bits_alone(arrays):
    rate, step, given = arrays
    found = []
    for threads in (1, 2, 3):
        set_num_threads(threads)
        found.append(adam_step(rate, step, *given, **SETTINGS))
    for other in found[1:]:
        for a, b in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(a, b, strict=True)


def test_in_place(arrays):
    rate, step, given = arrays
    set_num_threads(2)
    wanted = adam_step(rate, step, *given, **SETTINGS)
    out = [*given[:4], *given[8:]]
    body = adam_step.body_for("cpu", (rate, step, *given), SETTINGS)
    body(np, rate, step, *given, out=out, **SETTINGS)
    for a, b in zip(wanted, out, strict=True):
        np.testing.assert_array_equal(a, b, strict=True)


def test_small_steps_stay_on_one_thread():
    small = np.ones((3, 4), np.float32)
    given = (np.asarray(np.float32(0.1)), np.asarray(np.int32(0)), small, small)
    assert sgd_step.body_for("cpu", given, {}) is sgd_step.forward


def test_shares_are_even():
    least = optimizer_steps.LEAST
    shares = optimizer_steps._deal([4 * least, 7, least, 9, 100], 3)
    loads = [sum(cut.stop - cut.start for _, cut in share) for share in shares]
    assert sum(loads) == 5 * least + 116
    assert max(loads) - min(loads) < 200
    dealt = sorted((j, cut.start) for share in shares for j, cut in share)
    assert [j for j, _ in dealt].count(0) == 3
