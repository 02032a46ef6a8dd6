"""RandomPosterization beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers


def test_number_of_shades():
    images = np.arange(256, dtype="uint8").reshape(1, 16, 16, 1)
    for bits in range(1, 9):
        found = layers.RandomPosterization((bits, bits))(images).numpy()
        assert len(np.unique(found)) == 2**bits


@pytest.mark.parametrize("wrong", [0, 9, 3.5, (0, 3), "a"])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="RandomPosterization: factor"):
        layers.RandomPosterization(wrong)
