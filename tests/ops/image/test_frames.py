import numpy as np
import pytest

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.image import crop_images, pad_images
from cornu.symbolic import SymbolicTensor

IMAGE = np.arange(12, dtype=np.float32).reshape(3, 4, 1)


def test_any_two_numbers_give_the_window():
    wanted = IMAGE[1:2, 1:3]
    for numbers in (
        {"top_cropping": 1, "bottom_cropping": 1},
        {"top_cropping": 1, "target_height": 1},
        {"bottom_cropping": 1, "target_height": 1},
    ):
        found = crop_images(IMAGE, left_cropping=1, target_width=2, **numbers)
        np.testing.assert_array_equal(found, wanted)


def test_nothing_is_left_of_a_window_cut_from_both_sides():
    assert crop_images(IMAGE, 2, 0, 1, 0).shape == (0, 4, 1)


def test_padding_counts_what_is_left_over():
    found = pad_images(IMAGE, bottom_padding=1, target_height=6, left_padding=0,
                       right_padding=2)  # fmt: skip
    assert found.shape == (6, 6, 1)
    np.testing.assert_array_equal(np.asarray(found)[2:5, :4], IMAGE)
    assert np.asarray(found).sum() == IMAGE.sum()


def test_unknown_sizes():
    x = SymbolicTensor((None, None, None, 3))
    cut = crop_images(x, 1, 1, target_height=3, target_width=4)
    assert cut.shape == (None, 3, 4, 3)
    assert crop_images(x, 1, 1, 1, 1).shape == (None, None, None, 3)
    full = pad_images(x, 1, 1, target_height=3, target_width=4)
    assert full.shape == (None, 3, 4, 3)


def test_words_of_refusal():
    with pytest.raises(ArgumentError, match="exactly two of top_cropping"):
        crop_images(IMAGE, 1)
    with pytest.raises(ShapeError, match="ask for 5 of the 3"):
        crop_images(IMAGE, 3, 0, target_height=2, target_width=1)
    with pytest.raises(ShapeError, match="must be at least 4"):
        pad_images(IMAGE, 1, 0, target_height=3, target_width=4)
    with pytest.raises(ArgumentError, match="none may be negative"):
        pad_images(IMAGE, -1, 0, 1, 0)
