import numpy as np

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(8))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_look_ahead_with_growing_momentum():
    w, m, v, product = START.copy(), 0.0, 0.0, 1.0
    for t, g in enumerate(GRADIENTS, start=1):
        now = 0.9 * (1 - 0.5 * 0.96**t)
        ahead = 0.9 * (1 - 0.5 * 0.96 ** (t + 1))
        product *= now
        m = 0.9 * m + 0.1 * g
        v = 0.99 * v + 0.01 * g * g
        mean = ahead * m / (1 - product * ahead) + (1 - now) * g / (1 - product)
        w -= 0.1 * mean / (np.sqrt(v / (1 - 0.99**t)) + 1e-7)
    found = run(optimizers.Nadam(0.1, beta_2=0.99))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-5)
