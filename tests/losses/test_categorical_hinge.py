import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(10))
Y = np.eye(3)[[0, 2, 1, 1]]
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = []
    for y, p in zip(Y, P):
        right = p[y == 1][0]
        # A zero stands in the place of the right class, as in the formula.
        wrong = max(0.0, *p[y == 0])
        wanted.append(max(wrong - right + 1, 0))
    found = losses.CategoricalHinge(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)
