"""RandomErasing beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_only_the_rectangle_changes():
    images = np.full((50, 12, 10, 3), 77, "uint8")
    found = layers.RandomErasing((1.0, 1.0), (0.2, 0.2), 5.0, seed=1)(images).numpy()
    assert set(np.unique(found)) == {5.0, 77.0}
    assert (found == 5).mean() == pytest.approx(0.2, abs=0.02)


def test_noise_stays_in_the_range():
    images = np.zeros((4, 12, 10, 3), "float32")
    layer = layers.RandomErasing((1.0, 1.0), (1.0, 1.0), value_range=(-1, 1), seed=1)
    found = layer(images).numpy()
    assert found.min() == -1.0
    assert found.max() == 1.0


@pytest.mark.parametrize(
    "wrong", [{"scale": None}, {"scale": 2.0}, {"fill_value": "x"}, {"factor": -1.0}]
)
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomErasing"):
        layers.RandomErasing(**wrong)
