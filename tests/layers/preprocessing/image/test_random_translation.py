"""Images shifted at random; see also tests/contracts/test_image_geometry_*."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError


def test_positive_factors_go_down_and_to_the_right():
    x = np.random.default_rng(0).normal(size=(4, 5, 2)).astype("float32")
    layer = layers.RandomTranslation((0.25, 0.25), (0.4, 0.4), fill_mode="wrap")
    np.testing.assert_allclose(layer(x).numpy(), np.roll(x, (1, 2), (0, 1)), atol=1e-5)


def test_factors_out_of_range_are_refused():
    with pytest.raises(ArgumentError, match="width_factor must be"):
        layers.RandomTranslation(0.1, -1.5)
