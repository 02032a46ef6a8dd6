import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.primitives.recurrent import gru
from cornu.testing import check_gradients
from primitives.recurrent.cases import CURVES, B, T, U, plain_gru, rng


def make(masked, biased):
    r = rng()
    arrays = [r.normal(size=s) for s in [(B, T, 3 * U), (U, 3 * U), (B, U)]]
    bias = r.normal(size=3 * U) if biased else None
    mask = r.random((B, T)) < 0.6 if masked else None
    return [*arrays, bias, mask, r.random((3, B, U)) if masked else None]


@pytest.mark.parametrize("reset_after", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("gate", ["sigmoid", "hard_sigmoid"])
@pytest.mark.parametrize("activation", CURVES)
def test_equals_a_loop_over_rows_and_steps(
    activation, gate, masked, reverse, reset_after
):
    inputs = make(masked, biased=reset_after)
    rows, (h,) = plain_gru(*inputs, activation, gate, reset_after, reverse)
    for keep in (True, False):
        found = gru(
            *inputs,
            activation=activation,
            recurrent_activation=gate,
            reset_after=reset_after,
            reverse=reverse,
            keep=keep,
        )
        assert len(found) == (3 if keep else 2)
        np.testing.assert_allclose(found[0], rows, atol=1e-12)
        np.testing.assert_allclose(found[1], h, atol=1e-12)


@pytest.mark.parametrize("reset_after", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("activation", CURVES)
def test_gradients_of_every_input(activation, masked, reset_after):
    inputs = make(masked, biased=reset_after)
    floats = 3 + reset_after + masked

    def run(*arrays):
        return gru(
            *arrays, activation=activation, reset_after=reset_after, reverse=masked
        )

    assert check_gradients(run, inputs) == 2 * floats


def test_a_recurrent_bias_needs_reset_after():
    inputs = make(False, biased=True)
    with pytest.raises(ShapeError, match="needs reset_after=True"):
        gru(*inputs, reset_after=False)


def test_a_bias_of_the_wrong_size_is_named():
    inputs = make(False, biased=True)
    inputs[3] = np.zeros(5)
    with pytest.raises(ShapeError, match=r"br is \(5,\); expected .* \(6,\)"):
        gru(*inputs)
