import numpy as np

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(10))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_steps_as_long_as_the_weights_ask():
    w, m, v = START.copy(), 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.99 * v + 0.01 * g * g
        change = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.99**t)) + 1e-7)
        w -= 0.1 * np.linalg.norm(w) / np.linalg.norm(change) * change
    found = run(optimizers.Lamb(0.1, beta_2=0.99))
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-5)


def test_zero_weights_and_zero_gradients():
    zero = Variable(np.zeros(2, np.float32))
    optimizers.Lamb(0.1).apply([np.ones(2)], [zero])
    np.testing.assert_allclose(zero.numpy(), -0.1, rtol=1e-5)
    one = Variable(np.ones(2, np.float32))
    optimizers.Lamb(0.1).apply([np.zeros(2)], [one])
    np.testing.assert_array_equal(one.numpy(), 1.0)
