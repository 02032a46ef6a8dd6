"""ContrastLimitedAdaptiveHistogramEqualization beyond the recorded answers."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ShapeError

Layer = layers.ContrastLimitedAdaptiveHistogramEqualization


def test_small_images_and_uneven_tiles():
    images = np.random.default_rng(0).integers(0, 256, (2, 3, 5, 1)).astype("uint8")
    found = Layer(tile_grid_size=(4, 2))(images).numpy()
    assert found.shape == images.shape
    assert found.min() >= 0
    assert found.max() <= 255


def test_an_even_image_without_limit():
    found = Layer(clip_limit=0, tile_grid_size=(2, 2))(np.zeros((1, 4, 4, 1)))
    assert found.numpy().max() == 0.0


def test_unknown_sizes_are_refused():
    with pytest.raises(ShapeError, match="height and width"):
        Layer()(keras.Input((None, None, 3)))


@pytest.mark.parametrize("wrong", [(0, 1), (1, 2, 3), 0])
def test_misuse(wrong):
    with pytest.raises(ValueError, match="tile_grid_size"):
        Layer(tile_grid_size=wrong)
