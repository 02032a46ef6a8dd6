import colorsys

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import DTypeError, ShapeError
from cornu.ops.image import hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv


def pixels():
    levels = np.float32([0.0, 0.25, 0.5, 1.0])
    return np.stack(np.meshgrid(levels, levels, levels), -1).reshape(4, 16, 3)


def by_hand(function, x):
    flat = [function(*map(float, p)) for p in x.reshape(-1, 3)]
    return np.float32(flat).reshape(x.shape)


def test_both_ways_as_in_the_standard_library():
    x = pixels()
    np.testing.assert_allclose(
        rgb_to_hsv(x), by_hand(colorsys.rgb_to_hsv, x), atol=1e-6
    )
    np.testing.assert_allclose(
        hsv_to_rgb(x), by_hand(colorsys.hsv_to_rgb, x), atol=1e-6
    )


def test_there_and_back():
    x = np.random.default_rng(0).random((2, 5, 4, 3))
    np.testing.assert_allclose(hsv_to_rgb(rgb_to_hsv(x)), x, atol=1e-12)


def test_grey_and_black_have_slopes_that_are_numbers():
    x = Tensor([[[0.5, 0.5, 0.5], [0.0, 0.0, 0.0], [1.0, 1.0, 0.2]]])
    with GradientTape() as tape:
        tape.watch(x)
        total = rgb_to_hsv(x)
    slope = tape.gradient(total, x).numpy()
    assert np.isfinite(slope).all()


def test_integers_drop_the_fraction():
    x = np.array([[[1, 2, 3], [255, 255, 255], [7, 0, 9]]], np.uint8)
    assert rgb_to_grayscale(x).numpy().ravel().tolist() == [1, 254, 3]


def test_one_channel_stays():
    x = np.ones((2, 2, 1), np.float32)
    np.testing.assert_array_equal(rgb_to_grayscale(x), x)


def test_words_of_refusal():
    with pytest.raises(ShapeError, match="check data_format"):
        rgb_to_hsv(np.zeros((3, 4, 4), np.float32))
    with pytest.raises(DTypeError, match="divide by 255"):
        rgb_to_hsv(np.zeros((4, 4, 3), np.uint8))
