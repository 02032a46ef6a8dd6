"""Where the spatial axes stand."""

import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def test_data_format_moves_the_axes():
    x = ops.ones((2, 3, 4, 5))
    assert layers.ZeroPadding2D(1)(x).shape == (2, 5, 6, 5)
    first = layers.ZeroPadding2D(1, data_format="channels_first")
    assert first(x).shape == (2, 3, 6, 7)


def test_rank_and_layout_are_checked():
    with pytest.raises(ShapeError, match="must have 4 axes"):
        layers.ZeroPadding2D(1)(ops.ones((2, 3, 4)))
    with pytest.raises(ValueError, match="Did you mean 'channels_first'"):
        layers.ZeroPadding2D(1, data_format="channel_first")
