import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.image import extract_patches, extract_patches_3d
from cornu.symbolic import SymbolicTensor


def test_elements_stand_row_by_row_channels_innermost():
    x = np.arange(2 * 4 * 6 * 2).reshape(2, 4, 6, 2)
    found = np.asarray(extract_patches(x, (2, 3)))
    assert found.shape == (2, 2, 2, 12)
    np.testing.assert_array_equal(found[1, 1, 0], x[1, 2:4, 0:3].ravel())


def test_strides_dilation_and_padding():
    x = np.arange(25).reshape(5, 5, 1)
    apart = np.asarray(extract_patches(x, 2, strides=1, dilation_rate=3))
    assert apart.shape == (2, 2, 4)
    assert apart[1, 0].tolist() == [5, 8, 20, 23]
    same = np.asarray(extract_patches(x, 2, strides=3, padding="SAME"))
    assert same.shape == (2, 2, 4)
    assert same[1, 1].tolist() == [18, 19, 23, 24]


def test_three_numbers_mean_volumes():
    x = np.random.default_rng(0).random((1, 4, 4, 4, 2)).astype(np.float32)
    both = extract_patches(x, (2, 2, 2)), extract_patches_3d(x, 2)
    np.testing.assert_array_equal(*both)


def test_the_gradient_counts_in_how_many_windows_a_pixel_is():
    x = Tensor(np.zeros((3, 4, 1), np.float32))
    with GradientTape() as tape:
        tape.watch(x)
        found = extract_patches(x, 2, strides=1)
    slope = tape.gradient(found, x).numpy()[..., 0]
    assert slope.tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [1, 2, 2, 1]]


def test_unknown_sizes():
    x = SymbolicTensor((None, None, 5, 2))
    assert extract_patches(x, 2).shape == (None, None, 2, 8)


def test_words_of_refusal():
    x = np.zeros((4, 4, 1), np.float32)
    with pytest.raises(ArgumentError, match="strides must be 2 integers above 0"):
        extract_patches(x, 2, strides=0)
    with pytest.raises(ArgumentError, match="padding='causal'"):
        extract_patches(x, 2, padding="causal")
    with pytest.raises(ShapeError, match="covers 5 elements"):
        extract_patches(x, 5)
    with pytest.raises(ShapeError, match="volumes must have 4 axes"):
        extract_patches_3d(x, 2)
