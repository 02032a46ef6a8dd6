import numpy as np

from cornu.optimizers import schedules


def test_division_by_time():
    rate = schedules.InverseTimeDecay(0.1, 2, 0.5)
    found = [float(rate(step)) for step in range(7)]
    np.testing.assert_allclose(found, 0.1 / (1 + 0.25 * np.arange(7)), rtol=1e-6)


def test_staircase():
    rate = schedules.InverseTimeDecay(0.1, 3, 0.5, staircase=True)
    found = [float(rate(step)) for step in range(7)]
    np.testing.assert_allclose(found, 0.1 / (1 + 0.5 * (np.arange(7) // 3)), rtol=1e-6)
