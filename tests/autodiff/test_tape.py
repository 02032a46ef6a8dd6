"""The tape: what it keeps, when it lets go, and how it walks."""

import gc
import threading
import weakref

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, Variable, no_grad, unwrap
from cornu.autodiff.tape import Pause, recording
from cornu.primitives.elementwise import exp, tanh
from cornu.primitives.movement import concatenate, stop_gradient
from cornu.primitives.reduction import reduce_sum
from cornu.primitives.sorting import sort_with_positions


class Traced(np.ndarray):
    """An array that can be referred to weakly."""


@pytest.fixture
def no_cycle_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_what_rules_do_not_name_is_freed_at_once(no_cycle_collector):
    x = Variable(np.ones(5))
    with GradientTape():
        hidden = tanh(x)
        kept = weakref.ref(unwrap(hidden))
        total = hidden + 1.0
        del hidden
        # tanh's own rule names its answer; nothing else holds it.
        assert kept() is not None
        node = weakref.ref(unwrap(total))
        y = total * 2.0
        del total
        assert node() is None  # neither sum nor product needs the sum
    del y
    assert kept() is None


def test_activations_go_with_the_loss(no_cycle_collector):
    w = Variable(np.ones((4, 4)))
    kept = []
    with GradientTape() as tape:
        h = Tensor(np.ones((2, 4)))
        for _ in range(3):
            h = tanh(h @ w)
            kept.append(weakref.ref(unwrap(h)))
        loss = reduce_sum(h, axes=(0, 1))
    gradient = tape.gradient(loss, w)
    assert all(ref() is not None for ref in kept)
    del h, loss, tape
    assert all(ref() is None for ref in kept)
    assert gradient.shape == (4, 4)


def test_training_steps_leave_no_garbage(no_cycle_collector):
    w = Variable(np.ones((4, 4)))

    def step():
        with GradientTape() as tape:
            h = Tensor(np.ones((2, 4)))
            with GradientTape() as inner:
                inner.watch(h)
                y = reduce_sum(tanh(h @ w) * exp(h), axes=(0, 1))
            slope = inner.gradient(y, h)
            loss = reduce_sum(slope * slope, axes=(0, 1)) + y
        w.assign_sub(0.01 * tape.gradient(loss, w))

    step()
    gc.collect()
    for _ in range(5):
        step()
    assert gc.collect() == 0


def test_a_long_chain_is_walked_and_freed_without_recursion():
    x = Tensor(1.0)
    with GradientTape() as tape:
        tape.watch(x)
        y = x
        for _ in range(20000):
            y = y + 1.0
    assert float(tape.gradient(y, x)) == 1.0
    del y, tape


def test_nothing_is_recorded_outside():
    v = Variable(2.0)
    assert not recording()
    assert (v * v)._node is None
    with GradientTape():
        assert recording()
        with Pause():
            assert not recording()
            assert (v * v)._node is None
        assert (v * v)._node is not None
    assert not recording()


def test_a_tape_opened_in_a_pause_records():
    x = Tensor(3.0)
    with GradientTape() as outer:
        outer.watch(x)
        with no_grad():
            with GradientTape() as tape:
                tape.watch(x)
                y = x * x
            assert float(tape.gradient(y, x)) == 6.0
            assert not recording()
        assert recording()


def test_a_pause_ends_with_an_error():
    with GradientTape():
        with pytest.raises(KeyError), no_grad():
            raise KeyError
        assert recording()
    with pytest.raises(KeyError), GradientTape():
        raise KeyError
    assert not recording()


def test_shared_values_add_up():
    x = Tensor(3.0)
    with GradientTape() as tape:
        tape.watch(x)
        a = x * 2.0
        y = a * a + a  # 4 x^2 + 2 x
    assert float(tape.gradient(y, x)) == 8 * 3 + 2
    assert float(tape.gradient(y, a)) == 2 * 6 + 1
    dx, da = tape.gradient(y, [x, a])
    assert (float(dx), float(da)) == (26.0, 13.0)


def test_only_what_leads_to_a_source_is_walked():
    calls = []
    from cornu.core import PRIMITIVES, primitive
    from cornu.primitives import rules

    @primitive(infer=rules.same)
    def loud_of_tests(xp, x):
        """Pass on."""
        return x + 0

    try:
        loud_of_tests.defvjp(x=lambda g: calls.append(1) or g)
        x, z = Tensor(1.0), Tensor(2.0)
        with GradientTape() as tape:
            tape.watch([x, z])
            y = x * loud_of_tests(z)
        assert float(tape.gradient(y, x)) == 2.0
        assert not calls
        assert float(tape.gradient(y, z)) == 1.0
        assert calls == [1]
    finally:
        del PRIMITIVES["loud_of_tests"]


def test_results_that_nobody_uses_get_zeros():
    x = Tensor([3.0, 1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        ordered, _ = sort_with_positions(x, axis=0)
        y = ordered[0] * 5.0
    assert tape.gradient(y, x).tolist() == [0.0, 5.0, 0.0]


def test_variadic_inputs_of_mixed_interest():
    x = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = concatenate(np.zeros(1, np.float32), x, x, axis=0)
    weights = np.arange(5, dtype="float32")
    assert tape.gradient(y, x, weights).tolist() == [1 + 3, 2 + 4]


def test_stop_gradient_passes_the_value_only():
    x = Tensor(3.0)
    with GradientTape() as tape:
        tape.watch(x)
        y = stop_gradient(x) * x
        z = stop_gradient(x * x)
    assert float(tape.gradient(y, x)) == 3.0
    assert tape.gradient(z, x) is None


def test_integers_break_the_path():
    x = Tensor([1.5, 2.5])
    with GradientTape() as tape:
        tape.watch(x)
        y = x.astype("int32").astype("float32")
    assert tape.gradient(y, x) is None


def test_threads_record_for_themselves():
    shared = Variable(3.0)
    failures = []

    def work(factor):
        try:
            for _ in range(50):
                assert not recording()
                with GradientTape() as tape:
                    y = shared * factor * shared
                assert float(tape.gradient(y, shared)) == 6.0 * factor
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(float(i),)) for i in range(1, 5)]
    with GradientTape():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures
