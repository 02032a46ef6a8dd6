import numpy as np
import pytest

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.image import ssim


def image(*shape):
    return np.random.default_rng(0).random(shape).astype(np.float32)


def test_equal_images_are_alike_and_opposite_ones_are_not():
    x = image(2, 12, 13, 3)
    np.testing.assert_allclose(ssim(x, x), 1.0)
    assert (np.asarray(ssim(x, 1 - x)) < -0.5).all()


def test_of_even_images_only_brightness_counts():
    a, b = np.full((4, 4, 1), 0.25), np.full((4, 4, 1), 0.75)
    c1 = 0.01**2
    wanted = (2 * 0.25 * 0.75 + c1) / (0.25**2 + 0.75**2 + c1)
    assert ssim(a, b, filter_size=3).item() == pytest.approx(wanted)


def test_half_precision_keeps_its_digits():
    a, b = image(2, 6, 6, 1), image(2, 6, 6, 1)[::-1]
    wide = np.asarray(ssim(a, b, filter_size=5))
    narrow = ssim(a.astype(np.float16), b.astype(np.float16), filter_size=5)
    assert narrow.dtype.name == "float16"
    np.testing.assert_allclose(narrow, wide, atol=2e-3)


def test_words_of_refusal():
    x = image(4, 4, 1)
    with pytest.raises(ShapeError, match="filter_size=11; use a smaller one"):
        ssim(x, x)
    with pytest.raises(ShapeError, match="must have the same shape"):
        ssim(x, x[:3], filter_size=3)
    with pytest.raises(ArgumentError, match="max_val"):
        ssim(x, x, max_val=0)
