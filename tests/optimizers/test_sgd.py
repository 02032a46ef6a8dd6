import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(1))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_plain_steps():
    wanted = START - 0.1 * GRADIENTS.sum(axis=0)
    np.testing.assert_allclose(run(optimizers.SGD(0.1)), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum(nesterov):
    w, velocity = START.copy(), 0.0
    for g in GRADIENTS:
        velocity = 0.9 * velocity - 0.1 * g
        w += 0.9 * velocity - 0.1 * g if nesterov else velocity
    found = run(optimizers.SGD(0.1, momentum=0.9, nesterov=nesterov))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-6)


def test_momentum_outside_its_range():
    with pytest.raises(ValueError, match="momentum must lie in"):
        optimizers.SGD(momentum=1.5)
