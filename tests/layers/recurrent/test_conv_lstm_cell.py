"""ConvLSTMCell: one step, and what its states look like."""

import numpy as np
import pytest

from cornu import ops
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.recurrent.conv_lstm_cell import ConvLSTMCell

OWN = {
    "activation": "tanh",
    "use_bias": True,
    "kernel_initializer": "glorot_uniform",
    "recurrent_initializer": "orthogonal",
    "bias_initializer": "zeros",
    "kernel_regularizer": None,
    "recurrent_regularizer": None,
    "bias_regularizer": None,
    "kernel_constraint": None,
    "recurrent_constraint": None,
    "bias_constraint": None,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "seed": 1,
}


def make(*args, **kwargs):
    return ConvLSTMCell(*args, **{**OWN, **kwargs})


def test_one_step():
    cell = make(1, 2, 3, padding="same")
    x = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    cell.build((None, 4, 3))
    states = cell.get_initial_state(2)
    output, (h, c) = cell(x, states)
    padded = np.pad(x, ((0, 0), (1, 1), (0, 0)))
    kernel = cell.kernel.numpy()
    total = np.stack(
        [np.einsum("btc,tcf->bf", padded[:, t : t + 3], kernel) for t in range(4)], 1
    )
    i, _, new, o = np.split(total, 4, axis=-1)

    def gate(z):
        return 1 / (1 + np.exp(-z))

    memory = gate(i) * np.tanh(new)
    np.testing.assert_allclose(c.numpy(), memory, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(h.numpy(), gate(o) * np.tanh(memory), atol=1e-5)
    assert output is h


def test_the_shape_of_states_is_known_once_built():
    cell = make(2, 3, 2, strides=2, data_format="channels_first")
    with pytest.raises(NotBuiltError, match="build it first"):
        cell.get_initial_state(2)
    cell.build((None, 2, 6, 4))
    assert cell.state_size == [(3, 3, 2), (3, 3, 2)]
    with pytest.raises(ShapeError, match="all sizes of a step must be known"):
        make(1, 2, 2).build((None, None, 2))


def test_dropout_has_factors_for_each_gate():
    cell = make(1, 2, 2, dropout=0.5, recurrent_dropout=0.5)
    x = ops.ones((3, 4, 2))
    assert cell.get_dropout_mask(x).shape == (4, 3, 4, 2)
    assert set(cell.get_recurrent_dropout_mask(x).numpy().ravel()) == {0.0, 2.0}


def test_it_never_runs_as_a_plain_cell():
    assert not make(1, 2, 2).can_run
