import numpy as np

from cornu.constraints import MinMaxNorm

W = np.array([[3.0, 0.3, 0.6], [4.0, 0.4, 0.8]])  # lengths 5, 1/2 and 1


def lengths(w):
    return np.sqrt((np.asarray(w) ** 2).sum(0))


def test_lengths_end_between_the_limits():
    np.testing.assert_allclose(lengths(MinMaxNorm(0.8, 2.0)(W)), [2, 0.8, 1], rtol=1e-6)


def test_rate_goes_part_of_the_way():
    found = lengths(MinMaxNorm(0.8, 2.0, rate=0.5)(W))
    np.testing.assert_allclose(found, [3.5, 0.65, 1], rtol=1e-6)


def test_axis():
    found = MinMaxNorm(0.0, 1.0, axis=1)(W.T)
    np.testing.assert_allclose(found, np.asarray(MinMaxNorm()(W)).T)
