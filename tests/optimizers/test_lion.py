import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(9))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_steps_by_sign():
    w, m = START.copy(), 0.0
    for g in GRADIENTS:
        w -= 0.1 * np.sign(0.9 * m + 0.1 * g)
        m = 0.99 * m + 0.01 * g
    np.testing.assert_allclose(run(optimizers.Lion(0.1)), w, rtol=1e-5, atol=1e-6)


def test_beta_1_outside_its_range():
    with pytest.raises(ValueError, match="beta_1"):
        optimizers.Lion(beta_1=0.0)
