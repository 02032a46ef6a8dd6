import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(7))
Y = rng.dirichlet(np.ones(3), 4)
P = rng.dirichlet(np.ones(3), 4)


def test_value_of_each_sample():
    wanted = (Y * np.log(Y / P)).sum(axis=1)
    found = losses.KLDivergence(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4, atol=1e-6)


def test_equal_distributions_are_at_distance_zero():
    assert losses.KLDivergence()(Y, Y).item() == 0.0
