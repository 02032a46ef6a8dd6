import numpy as np

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(7))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_algorithm_2_of_the_paper():
    w, m, norm = START.copy(), 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        norm = np.maximum(0.99 * norm, np.abs(g))
        w -= 0.1 / (1 - 0.9**t) * m / (norm + 1e-7)
    found = run(optimizers.Adamax(0.1, beta_2=0.99))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-5)
