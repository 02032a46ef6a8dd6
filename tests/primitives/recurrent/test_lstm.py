import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ShapeError
from cornu.primitives.recurrent import lstm
from cornu.testing import check_gradients
from primitives.recurrent.cases import CURVES, B, T, U, plain_lstm, rng


def make(masked):
    r = rng()
    shapes = [(B, T, 4 * U), (U, 4 * U), (B, U), (B, U)]
    arrays = [r.normal(size=s) for s in shapes]
    mask = r.random((B, T)) < 0.6 if masked else None
    return [*arrays, mask, r.random((4, B, U)) if masked else None]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("gate", ["sigmoid", "hard_sigmoid", "tanh"])
@pytest.mark.parametrize("activation", CURVES)
def test_equals_a_loop_over_rows_and_steps(activation, gate, masked, reverse):
    inputs = make(masked)
    settings = {"activation": activation, "recurrent_activation": gate}
    rows, (h, c) = plain_lstm(*inputs, activation, gate, reverse)
    for keep in (True, False):
        found = lstm(*inputs, **settings, reverse=reverse, keep=keep)
        assert len(found) == (6 if keep else 3)
        for one, other in zip(found, (rows, h, c), strict=False):
            np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("activation", CURVES)
def test_gradients_of_every_input(activation, masked):
    inputs = make(masked)

    def run(*arrays):
        return lstm(*arrays, activation=activation, reverse=masked)

    assert check_gradients(run, inputs) == (10 if masked else 8)


def test_nothing_kept_means_no_gradient():
    inputs = [None if x is None else Tensor(x) for x in make(False)]
    with GradientTape() as tape:
        tape.watch(inputs[0])
        last = lstm(*inputs, keep=False)[1]
    with pytest.raises(ValueError, match="keep=False leaves no gradient"):
        tape.gradient(last, inputs[0])


def test_a_state_that_was_not_asked_for_costs_no_gradient():
    z, wh, h0, c0, *_ = [None if x is None else Tensor(x) for x in make(False)]
    with GradientTape() as tape:
        tape.watch([z, c0])
        sequence = lstm(z, wh, h0, c0)[0]
    g_z, g_c = tape.gradient(sequence, [z, c0], np.zeros((B, T, U)))
    assert not g_z.numpy().any()
    assert not g_c.numpy().any()


def test_float32_saturates_without_warnings():
    z = np.full((1, 3, 4), 1e4, np.float32)
    z[:, 1] *= -1
    zeros = np.zeros((1, 1), np.float32)
    sequence, h, c = lstm(z, np.zeros((1, 4), np.float32), zeros, zeros, keep=False)
    # Gates open, shut, open: the memory is 1, then 0, then 1.
    np.testing.assert_allclose(sequence[0, :, 0], [np.tanh(1), 0, np.tanh(1)], 1e-6)
    assert sequence.dtype == h.dtype == c.dtype == np.float32


def test_inputs_that_do_not_fit_are_named():
    z, wh, state = np.zeros((B, T, 8)), np.zeros((2, 8)), np.zeros((B, 2))
    with pytest.raises(ShapeError, match=r"lstm: z is \(4, 8\); expected rank 3"):
        lstm(z[0], wh, state, state)
    with pytest.raises(ShapeError, match=r"c0 is \(2, 2\); expected .* \(3, 2\)"):
        lstm(z, wh, state, np.zeros((2, 2)))
    with pytest.raises(ShapeError, match=r"drop is \(3, 2\); expected .* \(4, 3, 2\)"):
        lstm(z, wh, state, state, None, np.ones((B, 2)))
    with pytest.raises(ShapeError, match="last size of wh is 6"):
        lstm(z, np.zeros((2, 6)), state, state)
