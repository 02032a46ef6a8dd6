"""Images made slanting at random; see also tests/contracts/test_image_geometry_*."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError


def test_the_upper_left_corner_stays():
    x = np.random.default_rng(0).normal(size=(8, 6, 7, 1)).astype("float32")
    found = layers.RandomShear(0.5, 0.3, seed=1)(x).numpy()
    assert np.array_equal(found[:, 0, 0], x[:, 0, 0])


def test_config_is_accepted_again():
    layer = layers.RandomShear(0.2)
    twin = layers.RandomShear.from_config(layer.get_config())
    assert twin.x_factor == (-0.2, 0.2)


def test_factors_out_of_range_are_refused():
    with pytest.raises(ArgumentError, match="y_factor must be"):
        layers.RandomShear(0.1, (0.2, 1.2))
