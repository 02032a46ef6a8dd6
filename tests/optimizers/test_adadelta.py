import numpy as np

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(3))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_steps_are_ratios_of_running_means():
    w, squares, moves = START.copy(), 0.0, 0.0
    for g in GRADIENTS:
        squares = 0.9 * squares + 0.1 * g * g
        change = np.sqrt(moves + 1e-5) / np.sqrt(squares + 1e-5) * g
        moves = 0.9 * moves + 0.1 * change**2
        w -= change
    found = run(optimizers.Adadelta(1.0, rho=0.9, epsilon=1e-5))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-6)
