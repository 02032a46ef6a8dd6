import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(6))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_weights_shrink_apart_from_the_gradient():
    w, m, v = START.copy(), 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        w -= 0.1 * 0.3 * w
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        w -= 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-7)
    found = run(optimizers.AdamW(0.1, weight_decay=0.3))
    np.testing.assert_allclose(found, w, rtol=1e-4, atol=1e-5)


def test_no_decay_is_adam():
    with pytest.raises(ValueError, match="use Adam"):
        optimizers.AdamW(weight_decay=None)
