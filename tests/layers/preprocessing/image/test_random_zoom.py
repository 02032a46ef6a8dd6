"""Images enlarged or reduced; see also tests/contracts/test_image_geometry_*."""

import pytest

from cornu import layers
from cornu.errors import ArgumentError


@pytest.mark.parametrize("value", [-1.0, (-1.0, 0.5), 1.5])
def test_factors_out_of_range_are_refused(value):
    with pytest.raises(ArgumentError, match="height_factor must be"):
        layers.RandomZoom(value)


def test_config_holds_what_was_given():
    config = layers.RandomZoom(0.2, (0.1, 0.3)).get_config()
    assert config["height_factor"] == 0.2
    assert config["width_factor"] == (0.1, 0.3)
