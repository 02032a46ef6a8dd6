import numpy as np
import pytest

from cornu.optimizers import schedules


def test_table():
    rate = schedules.PiecewiseConstantDecay([2, 5], [0.1, 0.05, 0.01])
    found = [float(rate(step)) for step in range(8)]
    np.testing.assert_allclose(found, [0.1] * 3 + [0.05] * 3 + [0.01] * 2, rtol=1e-6)


def test_lengths_must_fit():
    with pytest.raises(ValueError, match="2 values and 2 boundaries"):
        schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2])
