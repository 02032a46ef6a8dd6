"""What poolings over windows share."""

import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def test_strides_follow_the_window():
    assert layers.MaxPooling2D((2, 3)).strides == (2, 3)
    assert layers.MaxPooling2D((2, 3), strides=1).strides == (1, 1)


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="pool_size must be"):
        layers.MaxPooling2D(0)
    with pytest.raises(ValueError, match="unknown padding 'causal'"):
        layers.AveragePooling1D(2, padding="causal")


def test_rank_is_checked():
    with pytest.raises(ShapeError, match="must have 4 axes, got 3"):
        layers.MaxPooling2D(2)(ops.ones((2, 4, 4)))


def test_window_larger_than_the_input():
    with pytest.raises(ShapeError, match="window covers 3"):
        layers.MaxPooling1D(3)(ops.ones((1, 2, 1)))
