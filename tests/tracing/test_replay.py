from __future__ import annotations

import warnings

import numpy as np
import pytest

import cornu as keras
from cornu import Variable, layers, ops
from cornu.errors import StaysEagerWarning, TraceBreak
from cornu.tracing.replay import MOST_PROGRAMS, Replayer
from tracing.recorded import floats


class Steps:
    """Count how often Python runs a step."""

    def __init__(self, function) -> None:
        self.function = function
        self.runs = 0

    def __call__(self, batch):
        self.runs += 1
        return self.function(*batch)


def replayer(function, settings=dict, **more) -> tuple[Replayer, Steps]:
    steps = Steps(function)
    return Replayer(steps, "the step", settings, **more), steps


def test_two_recordings_and_then_a_program() -> None:
    run, steps = replayer(lambda x: ops.tanh(x) * 2.0)
    for i in range(5):
        x = floats(3, seed=i)
        np.testing.assert_array_equal(run((x,)).numpy(), np.tanh(x) * 2)
    assert steps.runs == 2


def test_answers_keep_their_structure() -> None:
    run, steps = replayer(lambda x: {"b": [x + 1.0, None], "a": (ops.sum(x), "text")})
    for _ in range(4):
        found = run((np.ones(2, "float32"),))
    assert steps.runs == 2
    assert found["b"][1] is None
    assert found["a"][1] == "text"
    assert float(found["a"][0]) == 2.0
    np.testing.assert_array_equal(found["b"][0].numpy(), [2.0, 2.0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((floats(4, 3),), (floats(5, 3),)),
        ((floats(4, 3),), (np.ones((4, 3), "int32"),)),
        ((floats(4), floats(4)), (floats(4), None)),
        ((floats(4), floats(4)), ([floats(4), floats(4)],)),
    ],
)
def test_each_kind_of_batch_has_its_program(one, other) -> None:
    def step(x, y=None):
        parts = [*x] if isinstance(x, list) else [x]
        return ops.cast(sum(ops.sum(p) for p in parts), "float32") * 2.0

    run, steps = replayer(step)
    for _ in range(4):
        run(one)
        run(other)
    assert steps.runs == 4
    assert len(run.entries) == 2


def test_float64_batches_enter_as_float32() -> None:
    run, steps = replayer(lambda x: x * 2.0)
    x = np.linspace(0, 1, 5)
    for _ in range(3):
        run((x.astype("float32"),))
    found = run((x,))
    assert steps.runs == 2
    assert found.dtype == "float32"
    np.testing.assert_array_equal(found.numpy(), x.astype("float32") * 2)


def test_the_same_array_twice() -> None:
    run, steps = replayer(lambda x, y: x - 2.0 * y)
    x = floats(3)
    for _ in range(3):
        run((x, x))
    found = run((x, x + 1))
    assert steps.runs == 2
    np.testing.assert_array_equal(found.numpy(), x - 2 * (x + 1))


def test_at_most_eight_programs() -> None:
    run, steps = replayer(ops.tanh)
    for _ in range(4):
        for size in range(1, MOST_PROGRAMS + 3):
            x = floats(size)
            np.testing.assert_array_equal(run((x,)).numpy(), np.tanh(x))
    assert MOST_PROGRAMS == 8
    assert sum(e.program is not None for e in run.entries.values()) == 8
    assert steps.runs == 2 * 8 + 4 * 2


def test_a_change_of_settings_records_anew() -> None:
    factor = {"factor": 2.0}
    run, steps = replayer(lambda x: x * factor["factor"], lambda: dict(factor))
    x = np.ones(2, "float32")
    for _ in range(4):
        run((x,))
    factor["factor"] = 5.0
    run.look_again()
    for _ in range(4):
        found = run((x,))
    np.testing.assert_array_equal(found.numpy(), [5.0, 5.0])
    assert steps.runs == 4


def test_moved_memory_drops_the_program() -> None:
    a = Variable(np.ones(3, "float32"))
    run, steps = replayer(lambda x: x * a)
    x = np.ones(3, "float32")
    for _ in range(3):
        run((x,))
    a.bind(np.empty(3, np.float32))
    a.assign([2.0, 3.0, 4.0])
    for _ in range(4):
        np.testing.assert_array_equal(run((x,)).numpy(), [2.0, 3.0, 4.0])
    assert steps.runs == 4


def test_the_reason_is_told_once() -> None:
    run, steps = replayer(lambda x: x * float(ops.sum(x)))
    x = np.ones(2, "float32")
    with pytest.warns(StaysEagerWarning, match="the step runs eagerly"):
        run((x,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(5):
            np.testing.assert_array_equal(run((x,)).numpy(), [2.0, 2.0])
        run((np.ones(3, "float32"),))
    assert steps.runs == 7


def test_strict_mode_raises() -> None:
    run, _ = replayer(lambda x: x * float(ops.sum(x)), strict=True)
    with pytest.raises(TraceBreak, match="jit_compile"):
        run((np.ones(2, "float32"),))


def test_jit_compile_is_strict() -> None:
    class Reads(layers.Layer):
        def call(self, x):
            return x * float(ops.sum(x)) if not isinstance(x, keras.KerasTensor) else x

    model = keras.Sequential([keras.Input((2,)), Reads(), layers.Dense(1)])
    model.compile("sgd", "mse", jit_compile=True)
    with pytest.raises(TraceBreak, match="read a tensor's value"):
        model.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))


@pytest.mark.parametrize("how", [{"run_eagerly": True}, {"jit_compile": False}])
def test_nothing_is_recorded_where_that_was_asked_for(how) -> None:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse", **how)
    model.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))
    assert model._trainer.runner("train").replayer is None


def test_an_answer_that_is_no_tensor_stays_eager() -> None:
    run, _ = replayer(lambda x: {"x": np.zeros(2)})
    with pytest.warns(StaysEagerWarning, match="ndarray, which is no tensor"):
        run((np.ones(2, "float32"),))


def test_first_steps_may_make_things() -> None:
    """What is built at the first call does not count against a step."""
    made = []

    def step(x):
        if not made:
            made.append(Variable(ops.sum(x) * 0.0 + 3.0))
        return x * made[0]

    run, steps = replayer(step)
    x = np.ones(2, "float32")
    for _ in range(6):
        np.testing.assert_array_equal(run((x,)).numpy(), [3.0, 3.0])
    assert steps.runs == 3


def test_a_failing_batch_leaves_variables_as_they_were() -> None:
    table, total = Variable(floats(4, 2)), Variable(0.0)

    def step(x):
        found = ops.sum(ops.take(table, x, axis=0))
        total.assign_add(1.0)
        return found

    run, _ = replayer(step)
    good = np.array([0, 1], "int32")
    for _ in range(4):
        run((good,))
    with pytest.raises(IndexError):
        run((good + 4,))
    assert float(total) == 4.0
    run((good,))
    assert float(total) == 5.0


def test_the_notice_points_to_the_call_that_began_it() -> None:
    class Reads(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = layers.Dense(1)

        def call(self, x):
            return self.out(x / float(ops.max(x)))

    model = Reads()
    model.compile("sgd", "mse")
    with pytest.warns(StaysEagerWarning) as notices:
        model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    assert [n.filename for n in notices] == [__file__]
