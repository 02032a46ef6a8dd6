import numpy as np
import pytest

from cornu.errors import ArgumentError
from cornu.ops.image import gaussian_blur, sobel_edges
from cornu.ops.image.filters import gaussian_window


def spot(height=7, width=7):
    x = np.zeros((height, width, 1), np.float32)
    x[height // 2, width // 2] = 1
    return x


def test_a_window_sums_to_one_and_falls_off_on_both_sides():
    window = gaussian_window(5, 1.5)
    assert sum(window) == pytest.approx(1)
    assert window == window[::-1]
    assert gaussian_window(1, 0.1) == (1.0,)


def test_a_spot_becomes_the_bell_down_first_across_second():
    found = np.asarray(gaussian_blur(spot(), (3, 5), (1.0, 2.0)))[..., 0]
    bell = np.outer(gaussian_window(3, 1.0), gaussian_window(5, 2.0))
    np.testing.assert_allclose(found[2:5, 1:6], bell, rtol=1e-6)
    assert found.sum() == pytest.approx(1)


def test_long_windows_are_products_of_matrices_alike():
    x = np.random.default_rng(0).random((2, 20, 30, 3)).astype(np.float32)
    found = np.asarray(gaussian_blur(x, 9, 2.0))
    padded = np.pad(x, [(0, 0), (4, 4), (4, 4), (0, 0)]).astype(np.float64)
    window = np.array(gaussian_window(9, 2.0))
    for axis in (1, 2):
        view = np.lib.stride_tricks.sliding_window_view(padded, 9, axis)
        padded = view @ window
    np.testing.assert_allclose(found, padded, rtol=1e-5)


def test_integers_are_blurred_as_floats():
    found = gaussian_blur((spot() * 200).astype("uint8"))
    assert found.dtype.name == "float32"


def test_edges_are_signed_and_zero_on_even_ground():
    step = np.zeros((5, 6, 1), np.uint8)
    step[:, 3:] = 10
    edges = np.asarray(sobel_edges(step))[..., 0, :]
    assert edges[2, :, 1].tolist() == [0, 0, 40, 40, 0, -40]
    assert edges[2, :, 0].tolist() == [0] * 6


def test_words_of_refusal():
    with pytest.raises(ArgumentError, match="sigma must be 2 numbers above 0"):
        gaussian_blur(spot(), 3, -1.0)
    with pytest.raises(ArgumentError, match="kernel_size must be 2 integers"):
        gaussian_blur(spot(), (3, 2.5))
