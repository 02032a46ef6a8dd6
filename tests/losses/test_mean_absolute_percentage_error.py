import numpy as np

from cornu import losses

rng = np.random.Generator(np.random.Philox(3))
Y = rng.random((4, 3)) + 0.1
P = rng.random((4, 3)) + 0.1


def test_value_of_each_sample():
    wanted = 100 * np.abs((Y - P) / Y).mean(axis=1)
    found = losses.MeanAbsolutePercentageError(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5)


def test_zero_targets_count_as_a_small_number():
    found = losses.MeanAbsolutePercentageError()([[0.0]], [[1.0]]).item()
    np.testing.assert_allclose(found, 100 / 1e-7, rtol=1e-5)
