import numpy as np
import pytest

from cornu.optimizers import schedules


def test_half_every_three_steps():
    rate = schedules.ExponentialDecay(0.1, 3, 0.5)
    found = [float(rate(step)) for step in range(9)]
    np.testing.assert_allclose(found, 0.1 * 0.5 ** (np.arange(9) / 3), rtol=1e-6)


def test_staircase():
    rate = schedules.ExponentialDecay(0.1, 3, 0.5, staircase=True)
    found = [float(rate(step)) for step in range(9)]
    np.testing.assert_allclose(found, 0.1 * 0.5 ** (np.arange(9) // 3), rtol=1e-6)


def test_steps_must_be_positive():
    with pytest.raises(ValueError, match="decay_steps must be > 0"):
        schedules.ExponentialDecay(0.1, 0, 0.5)
