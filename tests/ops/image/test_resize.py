import numpy as np
import pytest

from cornu import ops
from cornu.errors import ArgumentError, ShapeError
from cornu.primitives.separable import separable
from cornu.symbolic import SymbolicTensor
from cornu.testing import check_gradients

resize = ops.image.resize


def rows(*values, dtype="float32"):
    return np.array(values, dtype)[:, None, None]


def column(x):
    return np.asarray(x)[:, 0, 0].tolist()


def test_halving_without_antialias_takes_the_mean_of_the_middle_two():
    assert column(resize(rows(0, 1, 2, 3), (2, 1))) == [0.5, 2.5]
    spot = rows(8, 0, 0, 0, 0, 0, 0, 0)
    assert column(resize(spot, (2, 1))) == [0, 0]
    assert column(resize(spot, (2, 1), antialias=True))[0] > 0.5


def test_constants_stay_constant():
    flat = np.full((2, 5, 7, 3), 0.75, np.float32)
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        for size in ((3, 4), (11, 9), (5, 7)):
            for antialias in (False, True):
                found = resize(flat, size, interpolation, antialias)
                np.testing.assert_allclose(found, 0.75, rtol=2e-6)


def test_cubic_and_linear_keep_straight_lines():
    line = rows(*range(8))
    inner = column(resize(line, (16, 1), "bicubic"))[4:-4]
    np.testing.assert_allclose(np.diff(inner), 0.5, atol=1e-6)


def test_integers_round_to_even_and_stay_in_range():
    whole = rows(0, 1, 2, 3, 4, 5, dtype="uint8")
    assert column(resize(whole, (3, 1))) == [0, 2, 4]
    step = rows(0, 0, 255, 255, dtype="uint8")
    found = resize(step, (9, 1), "bicubic")
    assert found.dtype.name == "uint8"
    assert column(found) == [0, 0, 0, 8, 128, 247, 255, 255, 255]


def test_truth_values_stay_true_where_any_part_is():
    found = resize(rows(True, False, False, dtype="bool"), (6, 1))
    assert column(found) == [True, True, True, False, False, False]


@pytest.mark.parametrize("found", [4, 6, 9, 12, 13])
@pytest.mark.parametrize("interpolation", ["bicubic", "lanczos3"])
def test_terms_are_the_matrix(found, interpolation):
    # With some ratios, weights between others are 0.
    for size in (6, 12):
        map_ = ("resize", found, interpolation, False)
        matrix = np.asarray(separable(np.eye(size), axes=(0,), maps=(map_,)))
        params = {"axes": (0,), "maps": (map_,), "back_to": (size,)}
        back = separable(np.eye(found), **params)
        np.testing.assert_allclose(back, matrix.T, atol=1e-15)
        assert matrix.sum(axis=1) == pytest.approx(1)


def test_aspect_ratios():
    x = np.arange(40, dtype=np.float32).reshape(5, 8, 1)
    cut = resize(x, (4, 4), "nearest", crop_to_aspect_ratio=True)
    assert np.asarray(cut)[0, :, 0].tolist() == [1, 2, 4, 5]
    full = resize(x, (4, 4), "nearest", pad_to_aspect_ratio=True, fill_value=-5.0)
    assert column(full) == [-5, 9, 25, -5]


def test_channels_first_is_the_same_picture():
    x = np.random.default_rng(0).random((2, 5, 6, 3)).astype(np.float32)
    last = np.asarray(resize(x, (3, 8)))
    first = resize(x.transpose(0, 3, 1, 2), (3, 8), data_format="channels_first")
    np.testing.assert_allclose(last.transpose(0, 3, 1, 2), first, rtol=1e-6)


def test_large_batches_are_done_by_blocks_alike():
    x = np.random.default_rng(0).random((9, 64, 48, 3)).astype(np.float32)
    whole = np.asarray(resize(x, (31, 50), antialias=True))
    single = np.stack([np.asarray(resize(i, (31, 50), antialias=True)) for i in x])
    np.testing.assert_allclose(whole, single, rtol=1e-5)
    params = {"axes": (1, 2), "maps": (("resize", 31, "bilinear", True),) * 2}
    generic = separable.forward(np, x, **params)
    np.testing.assert_allclose(separable(x, **params), generic, rtol=1e-5)


def test_unknown_sizes_become_known():
    assert resize(SymbolicTensor((None, None, None, 3)), (4, 6)).shape == (
        None,
        4,
        6,
        3,
    )


def test_words_of_refusal():
    x = np.zeros((4, 4, 3), np.float32)
    with pytest.raises(ArgumentError, match=r"interpolation='bilinaer'.*bilinear"):
        resize(x, (2, 2), "bilinaer")
    with pytest.raises(ArgumentError, match="exclude each other"):
        resize(x, (2, 2), crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)
    with pytest.raises(ShapeError, match="must have 3 axes"):
        resize(x[0], (2, 2))


# ---- scale_and_translate ----


def test_scaling_about_the_corner_is_resizing():
    x = np.random.default_rng(0).random((4, 6)).astype(np.float32)
    scale, none = np.array([2.0, 1.5], np.float32), np.zeros(2, np.float32)
    found = ops.image.scale_and_translate(x, (8, 9), scale, none, (0, 1), "cubic")
    same = resize(x[..., None], (8, 9), "bicubic")
    np.testing.assert_allclose(found, np.asarray(same)[..., 0], atol=1e-6)


def test_what_comes_from_outside_is_zero():
    found = ops.image.scale_and_translate(
        np.ones(3, np.float32), (6,), [1.0], [2.0], (0,), "linear"
    )
    assert np.asarray(found).tolist() == [0, 0, 1, 1, 1, 0]


def test_second_derivatives_where_samples_are_met():
    # At distance 0 the slope of |x| is no number to count on; at 5 the curve ends.
    x = np.array([0.5, 2.0, -1.0, 0.3, 0.7])

    def moved(shift):
        return ops.image.scale_and_translate(x, (1,), [1.3], shift, (0,), "lanczos5")

    assert check_gradients(moved, [np.array([-0.15])])


def test_shapes_must_fit():
    with pytest.raises(ShapeError, match="output_shape"):
        ops.image.scale_and_translate(
            np.zeros((3, 3)), (4, 4), [1.0], [0.0], (0,), "linear"
        )
