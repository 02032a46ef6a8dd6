"""Variables with other values for a while."""

import threading

import numpy as np
import pytest

import cornu as keras
from cornu import ops
from cornu.autodiff import (
    GradientTape,
    StatelessScope,
    SymbolicScope,
    Variable,
    in_symbolic_scope,
    stateless_scope,
    value_and_grad,
    values_for,
)
from cornu.errors import ArgumentError, ShapeError


def test_values_and_changes_last_as_long_as_the_scope():
    v, w = Variable([1.0, 2.0]), Variable(3.0)
    with StatelessScope([(v, np.ones(2))]) as scope:
        assert v.value.tolist() == [1.0, 1.0]
        v.assign([5.0, 6.0])
        w.assign_add(4.0)
        assert (ops.sum(v) + w).item() == 18.0
        assert scope.get_current_value(w).item() == 7.0
        assert stateless_scope() is scope
    assert stateless_scope() is None
    assert (v.numpy().tolist(), w.numpy().item()) == ([1.0, 2.0], 3.0)
    assert scope.get_current_value(v).tolist() == [5.0, 6.0]
    assert scope.get_current_value(w).item() == 7.0


def test_updates_may_be_added_before_and_inside():
    v = Variable(1.0)
    scope = StatelessScope()
    scope.add_update((v, 2.0))
    with scope:
        assert float(v) == 2.0
        scope.add_update((v, 3.0))
        assert float(v) == 3.0
    assert float(v) == 1.0


def test_scopes_nest():
    v = Variable(1.0)
    with StatelessScope([(v, 2.0)]):
        with StatelessScope([(v, 3.0)]):
            assert float(v) == 3.0
        assert float(v) == 2.0
    assert float(v) == 1.0


def test_an_error_leaves_everything_as_it_was():
    v = Variable(1.0)
    with pytest.raises(RuntimeError), StatelessScope([(v, 2.0)]):
        v.assign(3.0)
        raise RuntimeError
    assert float(v) == 1.0


def test_gradients_go_to_the_values_given():
    v = Variable([1.0, 2.0])

    def loss(value):
        with StatelessScope([(v, value)]):
            return ops.sum(v * v)

    value, gradient = value_and_grad(loss)(keras.Tensor([3.0, 4.0]))
    assert value.item() == 25.0
    assert gradient.tolist() == [6.0, 8.0]
    with GradientTape() as tape, StatelessScope([(v, [3.0, 4.0])]):
        result = ops.sum(v * v)
    assert tape.gradient(result, v).tolist() == [6.0, 8.0]


def test_other_threads_keep_what_they_assign():
    mine, theirs = Variable(1.0), Variable(1.0)
    with StatelessScope([(mine, 2.0)]):
        thread = threading.Thread(target=lambda: theirs.assign(9.0))
        thread.start()
        thread.join()
    assert (float(mine), float(theirs)) == (1.0, 9.0)


def test_recorded_steps_go_on_after_it():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.ones((8, 2), "float32"), np.zeros((8, 1), "float32")
    twin = keras.models.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    twin.compile("sgd", "mse")
    twin.set_weights(model.get_weights())
    for each in (model, twin):
        each.fit(x, y, epochs=4, verbose=0, shuffle=False)
    zeros = [np.zeros(v.shape) for v in model.trainable_variables]
    outputs, _ = model.stateless_call(zeros, [], x)
    assert np.abs(outputs.numpy()).max() == 0
    for each in (model, twin):
        each.fit(x, y, epochs=4, verbose=0, shuffle=False)
    for a, b in zip(model.get_weights(), twin.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_what_does_not_fit_is_named():
    v = Variable([1.0, 2.0], name="v")
    with pytest.raises(ShapeError, match=r"variable v has shape \(2,\), its value"):
        StatelessScope([(v, np.ones(3))])
    with pytest.raises(ArgumentError, match="got int: 1"):
        StatelessScope([(1, np.ones(3))])
    with pytest.raises(ShapeError, match="it: them has 0 values for 1 variables"):
        values_for([v], [], "them", "it")


def test_symbolic_scope_is_a_mark():
    assert not in_symbolic_scope()
    with SymbolicScope():
        assert in_symbolic_scope()
    assert not in_symbolic_scope()
