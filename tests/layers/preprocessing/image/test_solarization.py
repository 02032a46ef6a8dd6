"""Solarization beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_both_bounds_count():
    layer = layers.Solarization((0.2, 0.4), (0.5, 0.6), seed=1)
    drawn = layer.get_random_transformation(np.zeros((500, 1, 1, 1)))
    additions = drawn["additions"].numpy() / 255
    thresholds = drawn["thresholds"].numpy() / 255
    assert 0.2 <= additions.min() < 0.22
    assert 0.38 < additions.max() <= 0.4
    assert 0.5 <= thresholds.min() < 0.52
    assert 0.58 < thresholds.max() <= 0.6


@pytest.mark.parametrize(
    "wrong", [{"addition_factor": -0.1}, {"threshold_factor": 1.1}, {"value_range": 3}]
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="Solarization"):
        layers.Solarization(**wrong)
