import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(2))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_steps_shrink_with_the_sum_of_squares():
    w, total = START.copy(), 0.5
    for g in GRADIENTS:
        total = total + g * g
        w -= 0.1 * g / np.sqrt(total + 1e-3)
    found = run(optimizers.Adagrad(0.1, initial_accumulator_value=0.5, epsilon=1e-3))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-6)


def test_negative_start_is_refused():
    with pytest.raises(ValueError, match="initial_accumulator_value"):
        optimizers.Adagrad(initial_accumulator_value=-1.0)
