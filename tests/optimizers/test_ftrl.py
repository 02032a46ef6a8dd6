import numpy as np
import pytest

from cornu import optimizers
from cornu.autodiff import Variable

rng = np.random.Generator(np.random.Philox(11))
START = rng.standard_normal((3, 2))
GRADIENTS = rng.standard_normal((6, 3, 2))


def run(optimizer):
    w = Variable(np.float32(START))
    for g in GRADIENTS:
        optimizer.apply([np.float32(g)], [w])
    return w.numpy()


def test_algorithm_1_of_the_paper():
    alpha, beta, l1, l2 = 0.5, 0.1, 0.2, 0.3
    # Keras counts l2 twice: its curvature has 2 * l2.
    w, z, n = START.copy(), 0.0, 0.1
    for g in GRADIENTS:
        sigma = (np.sqrt(n + g * g) - np.sqrt(n)) / alpha
        z = z + g - sigma * w
        n = n + g * g
        pull = np.where(np.abs(z) <= l1, 0.0, z - np.sign(z) * l1)
        w = -pull / ((beta + np.sqrt(n)) / alpha + 2 * l2)
    found = run(
        optimizers.Ftrl(
            alpha,
            l1_regularization_strength=l1,
            l2_regularization_strength=l2,
            beta=beta,
        )
    )
    np.testing.assert_allclose(found, w, rtol=1e-4, atol=1e-5)


def test_strong_penalty_makes_weights_exactly_zero():
    found = run(optimizers.Ftrl(0.1, l1_regularization_strength=1e3))
    np.testing.assert_array_equal(found, 0.0)


@pytest.mark.parametrize(
    "settings",
    [{"learning_rate_power": 0.5}, {"l1_regularization_strength": -1.0}],
)
def test_settings_outside_their_range(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        optimizers.Ftrl(**settings)
