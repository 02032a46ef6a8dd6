import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.primitives.recurrent import simple_rnn
from cornu.testing import check_gradients
from primitives.recurrent.cases import CURVES, B, T, U, plain_rnn, rng


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("activation", CURVES)
def test_equals_a_loop_over_rows_and_steps(activation, masked, reverse):
    r = rng()
    z, wh, h0 = r.normal(size=(B, T, U)), r.normal(size=(U, U)), r.normal(size=(B, U))
    mask = r.random((B, T)) < 0.6 if masked else None
    drop = r.random((1, B, U)) if masked else None
    found = simple_rnn(z, wh, h0, mask, drop, activation=activation, reverse=reverse)
    rows, lasts = plain_rnn(z, wh, h0, mask, drop, activation, reverse)
    np.testing.assert_allclose(found[0], rows, atol=1e-12)
    np.testing.assert_allclose(found[1], lasts[0], atol=1e-12)


@pytest.mark.parametrize("activation", CURVES)
def test_gradients_of_every_input(activation):
    r = rng()
    shapes = [(B, T, U), (U, U), (B, U)]
    drop = r.random((1, B, U))
    inputs = [r.normal(size=s) for s in shapes] + [r.random((B, T)) < 0.6, drop]

    def run(*arrays):
        return simple_rnn(*arrays, activation=activation, reverse=True)

    assert check_gradients(run, inputs) == 8


def test_inputs_that_do_not_fit_are_named():
    z, wh, h0 = np.zeros((B, T, U)), np.zeros((U, U)), np.zeros((B, U))
    with pytest.raises(ShapeError, match=r"simple_rnn: h0 is \(3, 5\)"):
        simple_rnn(z, wh, np.zeros((B, 5)))
    with pytest.raises(ShapeError, match="last size of z is 7"):
        simple_rnn(np.zeros((B, T, 7)), wh, h0)
    with pytest.raises(ShapeError, match=r"mask is \(3, 9\); expected .* \(3, 4\)"):
        simple_rnn(z, wh, h0, np.ones((B, 9), bool))
    with pytest.raises(ValueError, match="Did you mean 'tanh'"):
        simple_rnn(z, wh, h0, activation="tan")
