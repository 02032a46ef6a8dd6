import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(5))
Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))


def test_value_of_each_sample():
    wanted = np.log(np.cosh(P - Y)).mean(axis=1)
    found = losses.LogCosh(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4)


def test_large_differences_do_not_overflow():
    found = losses.LogCosh()([[0.0, 0.0]], [[1e4, -1e4]]).item()
    np.testing.assert_allclose(found, 1e4 - np.log(2), rtol=1e-5)
