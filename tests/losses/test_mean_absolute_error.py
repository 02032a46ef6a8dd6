import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(2))
Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = np.abs(Y - P).mean(axis=1)
    found = losses.MeanAbsoluteError(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)
