import numpy as np
import pytest

import cornu as keras


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("reset_after", [True, False])
def test_one_step_is_the_formula(reset_after):
    cell = keras.layers.GRUCell(
        3, bias_initializer="random_normal", reset_after=reset_after
    )
    rng = np.random.default_rng(0)
    x, h = (rng.normal(size=s).astype("float32") for s in [(2, 4), (2, 3)])
    output, (state,) = cell(x, [h])
    w, u, b = cell.get_weights()
    given, carried = b if reset_after else (b, np.zeros(9))
    x_z, x_r, x_n = np.split(x @ w + given, 3, axis=1)
    h_z, h_r, h_n = np.split(h @ u + carried, 3, axis=1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    inner = r * h_n if reset_after else (r * h) @ u[:, 6:]
    wanted = z * h + (1 - z) * np.tanh(x_n + inner)
    np.testing.assert_allclose(output, wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(output, state)


@pytest.mark.parametrize(("reset_after", "shape"), [(True, (2, 9)), (False, (9,))])
def test_shape_of_the_bias(reset_after, shape):
    cell = keras.layers.GRUCell(3, reset_after=reset_after)
    cell.build((None, 5))
    assert [w.shape for w in cell.weights] == [(5, 9), (3, 9), shape]
