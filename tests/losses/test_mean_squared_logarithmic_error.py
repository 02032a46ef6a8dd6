import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(4))
Y = rng.random((4, 3)) + 0.1
P = rng.random((4, 3)) + 0.1


def test_value_of_each_sample():
    wanted = ((np.log1p(Y) - np.log1p(P)) ** 2).mean(axis=1)
    found = losses.MeanSquaredLogarithmicError(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4)
