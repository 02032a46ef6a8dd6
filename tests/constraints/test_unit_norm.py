import numpy as np

from cornu.constraints import UnitNorm


def test_lengths_are_one():
    w = np.random.default_rng(1).standard_normal((3, 4))
    for axis in (0, 1):
        found = np.asarray(UnitNorm(axis)(w))
        wanted = w / np.sqrt((w**2).sum(axis, keepdims=True))
        np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_zero_stays():
    assert UnitNorm()(np.zeros((2, 1))).tolist() == [[0.0], [0.0]]
