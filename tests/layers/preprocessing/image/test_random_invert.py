"""RandomInvert beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_a_range_that_does_not_begin_at_zero():
    images = np.array([-1.0, 0.25, 1.0], "float32").reshape(1, 1, 3, 1)
    found = layers.RandomInvert((1.0, 1.0), value_range=(-1, 1))(images)
    assert found.numpy().ravel().tolist() == [1.0, -0.25, -1.0]


@pytest.mark.parametrize("wrong", [{"factor": 1.5}, {"value_range": (1, 0)}])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomInvert"):
        layers.RandomInvert(**wrong)
