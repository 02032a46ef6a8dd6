"""What poolings to a given size share."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError
from cornu.layers.pooling.base_adaptive_pooling import BaseAdaptivePooling


def test_unknown_sizes_become_known():
    layer = layers.AdaptiveAveragePooling2D((2, 3))
    assert layer(Input((None, 8, 4))).shape == (None, 2, 3, 4)
    assert layer(np.ones((1, 5, 8, 4), "float32")).shape == (1, 2, 3, 4)
    layer = layers.AdaptiveMaxPooling1D(2, data_format="channels_first")
    assert layer(Input((4, None))).shape == (None, 4, 2)


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="AdaptiveMaxPooling2D: output_size must be"):
        layers.AdaptiveMaxPooling2D(0)
    with pytest.raises(ValueError, match="output_size must be"):
        layers.AdaptiveMaxPooling2D((2, None))
    with pytest.raises(ShapeError, match="must have 4 axes, got 3"):
        layers.AdaptiveMaxPooling2D(2)(ops.ones((2, 4, 4)))


def test_abstract():
    class Bare(BaseAdaptivePooling):
        rank = 1

    with pytest.raises(TypeError, match="Bare is abstract"):
        Bare(2)(ops.ones((1, 4, 2)))
