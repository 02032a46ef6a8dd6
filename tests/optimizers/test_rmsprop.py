import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(4))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


@pytest.mark.parametrize("centered", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_steps_are_divided_by_the_running_root_mean_square(momentum, centered):
    w, squares, mean, change = START.copy(), 0.0, 0.0, 0.0
    for g in GRADIENTS:
        squares = 0.9 * squares + 0.1 * g * g
        mean = 0.9 * mean + 0.1 * g
        spread = squares - mean**2 if centered else squares
        change = momentum * change + 0.1 * g / np.sqrt(spread + 1e-3)
        w -= change
    found = run(
        optimizers.RMSprop(0.1, momentum=momentum, epsilon=1e-3, centered=centered)
    )
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-5)
