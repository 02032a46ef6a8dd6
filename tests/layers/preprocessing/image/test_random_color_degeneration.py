"""RandomColorDegeneration beyond the recorded answers."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ShapeError


def test_grey_stays_grey():
    images = np.full((2, 3, 3, 3), 90.0, "float32")
    found = layers.RandomColorDegeneration(1.0, seed=1)(images).numpy()
    np.testing.assert_allclose(found, images, rtol=1e-3)


def test_other_numbers_of_channels():
    with pytest.raises(ShapeError, match="channels"):
        layers.RandomColorDegeneration(0.5)(np.ones((1, 2, 2, 4)))
    with pytest.raises(ValueError, match="factor"):
        layers.RandomColorDegeneration(2.0)
