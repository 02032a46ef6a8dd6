import numpy as np
import pytest

import cornu as keras
from cornu.layers.recurrent.stacked_rnn_cells import initial_state_of, step
from layers.recurrent.own import Adder

MASK = np.array([[0, 1, 0, 1, 0], [1, 1, 1, 0, 1]], bool)


def data():
    return np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")


class Looped(keras.layers.StackedRNNCells):
    """The same, but looped over."""

    def call(self, *args, **kwargs):
        return super().call(*args, **kwargs)


@pytest.mark.parametrize("go_backwards", [False, True])
@pytest.mark.parametrize("mask", [None, MASK])
def test_cell_by_cell_equals_step_by_step(mask, go_backwards):
    found = []
    for stack in (keras.layers.StackedRNNCells, Looped):
        cells = [keras.layers.LSTMCell(4), keras.layers.GRUCell(3)]
        layer = keras.layers.RNN(
            stack(cells),
            return_sequences=True,
            return_state=True,
            go_backwards=go_backwards,
        )
        layer.build((2, 5, 3))
        rng = np.random.default_rng(1)
        layer.set_weights([rng.normal(size=w.shape) for w in layer.weights])
        outputs, first, second = layer(data(), mask=mask)
        found.append([outputs, *first, *second])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_sizes_and_states_come_cell_by_cell():
    stack = keras.layers.StackedRNNCells([keras.layers.LSTMCell(4), Adder(3)])
    assert stack.state_size == [[4, 4], 3]
    assert stack.output_size == 3
    shapes = [[s.shape for s in states] for states in stack.get_initial_state(2)]
    assert shapes == [[(2, 4), (2, 4)], [(2, 3)]]
    assert not stack.can_run


def test_initial_states_may_come_flat_or_nested():
    layer = keras.layers.RNN([keras.layers.LSTMCell(4), keras.layers.GRUCell(3)])
    a, b, c = (np.full((2, n), v, "float32") for n, v in ((4, 0.1), (4, 0.2), (3, 0.3)))
    np.testing.assert_array_equal(
        layer(data(), initial_state=[a, b, c]),
        layer(data(), initial_state=[[a, b], [c]]),
    )


def test_what_is_no_cell_is_named():
    with pytest.raises(ValueError, match=r"cells\[1\] is .* which has no `state_size`"):
        keras.layers.StackedRNNCells([keras.layers.GRUCell(2), keras.layers.Dense(2)])


def test_a_plain_object_may_be_a_cell():
    class Plain:
        state_size = 3

        def call(self, inputs, states):
            return inputs + states[0], [inputs]

    x = keras.ops.ones((2, 3))
    states = initial_state_of(Plain(), 2)
    assert [s.shape for s in states] == [(2, 3)]
    output, _ = step(Plain(), x, states, training=True)
    np.testing.assert_array_equal(output, x)


def test_config_comes_back():
    stack = keras.layers.StackedRNNCells([keras.layers.LSTMCell(4), Adder(3)])
    twin = keras.layers.StackedRNNCells.from_config(stack.get_config())
    assert twin.get_config() == stack.get_config()
