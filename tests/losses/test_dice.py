import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(18))
Y = (rng.random((4, 3)) < 0.5).astype(float)
P = rng.random((4, 3))


def test_value_over_everything():
    wanted = 1 - 2 * (Y * P).sum() / (Y.sum() + P.sum())
    np.testing.assert_allclose(losses.Dice()(Y, P).item(), wanted, rtol=1e-5)


def test_value_over_one_axis():
    wanted = 1 - 2 * (Y * P).sum(axis=1) / (Y.sum(axis=1) + P.sum(axis=1))
    found = losses.Dice(axis=1, reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)
