"""RandomBrightness beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_ends_of_the_range():
    images = np.full((1, 2, 2, 3), 100, "uint8")
    assert layers.RandomBrightness((1.0, 1.0))(images).numpy().min() == 255.0
    assert layers.RandomBrightness((-1.0, -1.0))(images).numpy().max() == 0.0


@pytest.mark.parametrize("wrong", [1.5, "a", (0.1, 0.2, 0.3), (-2.0, 0.0)])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomBrightness: factor"):
        layers.RandomBrightness(wrong)
