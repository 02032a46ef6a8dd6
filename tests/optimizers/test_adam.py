import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(5))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


@pytest.mark.parametrize("amsgrad", [False, True])
def test_algorithm_of_the_paper(amsgrad):
    w, m, v, peak = START.copy(), 0.0, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.8 * m + 0.2 * g
        v = 0.9 * v + 0.1 * g * g
        peak = np.maximum(peak, v)
        root = np.sqrt(peak if amsgrad else v)
        w -= 0.1 * np.sqrt(1 - 0.9**t) / (1 - 0.8**t) * m / (root + 1e-3)
    found = run(
        optimizers.Adam(0.1, beta_1=0.8, beta_2=0.9, epsilon=1e-3, amsgrad=amsgrad)
    )
    np.testing.assert_allclose(found, w, rtol=1e-5, atol=1e-5)


def test_slots_in_the_order_of_keras():
    optimizer = optimizers.Adam(amsgrad=True, name="adam")
    optimizer.build([Variable(START, name="a"), Variable(START, name="b")])
    assert [v.path for v in optimizer.variables] == [
        "adam/iteration",
        "adam/learning_rate",
        "adam/a_momentum",
        "adam/a_velocity",
        "adam/b_momentum",
        "adam/b_velocity",
        "adam/a_velocity_hat",
        "adam/b_velocity_hat",
    ]
