import numpy as np
import pytest

from cornu.optimizers import schedules


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"t_mul": 1.0}, [0.1, 0.075, 0.025, 0.1, 0.075, 0.025, 0.1]),
        (
            {"t_mul": 1.5, "m_mul": 0.8, "alpha": 0.1},
            [0.1, 0.0775, 0.0325, 0.082, 0.0735776, 0.05225134, 0.028],
        ),
    ],
)
def test_restarts_from_keras(settings, wanted):
    rate = schedules.CosineDecayRestarts(0.1, 3, **settings)
    found = [float(rate(step)) for step in range(len(wanted))]
    np.testing.assert_allclose(found, wanted, rtol=1e-4)


def test_first_fall_must_be_positive():
    with pytest.raises(ValueError, match="first_decay_steps must be > 0"):
        schedules.CosineDecayRestarts(0.1, 0)
