import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(17))
Y = np.eye(3)[[0, 2, 1, 1]]
P = rng.dirichlet(np.ones(3), 4)


def test_value_of_each_sample():
    wanted = -0.25 * (1 - P[Y == 1]) ** 2 * np.log(P[Y == 1])
    found = losses.CategoricalFocalCrossentropy(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4)


def test_gamma_zero_is_the_plain_cross_entropy():
    found = losses.CategoricalFocalCrossentropy(alpha=1.0, gamma=0.0)(Y, P).item()
    wanted = losses.CategoricalCrossentropy()(Y, P).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_logits_are_taken_through_the_softmax():
    found = losses.CategoricalFocalCrossentropy(from_logits=True)(Y, np.log(P) - 1)
    wanted = losses.CategoricalFocalCrossentropy()(Y, P)
    np.testing.assert_allclose(found.item(), wanted.item(), rtol=1e-4)
