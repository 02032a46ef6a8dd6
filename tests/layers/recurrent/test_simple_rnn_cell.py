import numpy as np
import pytest

import cornu as keras


def test_one_step_is_the_formula():
    cell = keras.layers.SimpleRNNCell(3, bias_initializer="random_normal")
    rng = np.random.default_rng(0)
    x, h = (rng.normal(size=s).astype("float32") for s in [(2, 4), (2, 3)])
    output, (state,) = cell(x, [h])
    w, u, b = cell.get_weights()
    np.testing.assert_allclose(output, np.tanh(x @ w + h @ u + b), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(output, state)


@pytest.mark.parametrize("nested", [True, False])
def test_the_state_comes_back_as_it_was_given(nested):
    cell = keras.layers.SimpleRNNCell(3)
    state = keras.ops.zeros((2, 3))
    new = cell(keras.ops.ones((2, 4)), [state] if nested else state)[1]
    assert isinstance(new, list) is nested


def test_sizes():
    cell = keras.layers.SimpleRNNCell(3)
    assert (cell.state_size, cell.output_size) == (3, 3)
    assert [s.shape for s in cell.get_initial_state(5)] == [(5, 3)]
