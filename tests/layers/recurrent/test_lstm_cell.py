import numpy as np

import cornu as keras


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_one_step_is_the_formula():
    cell = keras.layers.LSTMCell(3, bias_initializer="random_normal")
    rng = np.random.default_rng(0)
    x, h, c = (rng.normal(size=s).astype("float32") for s in [(2, 4), (2, 3), (2, 3)])
    output, states = cell(x, [h, c])
    w, u, b = cell.get_weights()
    i, f, n, o = np.split(x @ w + h @ u + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(n)
    wanted = [sigmoid(o) * np.tanh(c), c]
    np.testing.assert_allclose(output, wanted[0], rtol=1e-5, atol=1e-6)
    for one, other in zip(states, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_the_forget_gate_starts_open():
    for unit_forget_bias, middle in ((True, 1.0), (False, 5.0)):
        cell = keras.layers.LSTMCell(
            2,
            bias_initializer=keras.initializers.Constant(5.0),
            unit_forget_bias=unit_forget_bias,
        )
        cell.build((None, 3))
        bias = cell.get_weights()[2]
        np.testing.assert_array_equal(bias, [5, 5, middle, middle, 5, 5, 5, 5])


def test_sizes():
    cell = keras.layers.LSTMCell(3)
    assert (cell.state_size, cell.output_size) == ([3, 3], 3)
    cell.build((None, 5))
    assert [w.shape for w in cell.weights] == [(5, 12), (3, 12), (12,)]
