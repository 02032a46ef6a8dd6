import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.image import (
    affine_transform,
    elastic_transform,
    perspective_transform,
)
from cornu.symbolic import SymbolicTensor

IDENTITY = np.float32([1, 0, 0, 0, 1, 0, 0, 0])


def image(*shape):
    return np.random.default_rng(0).random(shape).astype(np.float32)


def test_a_quarter_turn_is_that_of_numpy():
    x = image(6, 6, 3)
    # (x, y) of the result is (5 - y, x) of the image.
    turned = affine_transform(x, np.float32([0, -1, 5, 1, 0, 0, 0, 0]))
    np.testing.assert_allclose(turned, np.rot90(x), atol=1e-6)


def test_one_transform_serves_a_batch():
    x = image(3, 5, 4, 2)
    shift = np.float32([1, 0, 0.5, 0, 1, 0.25, 0, 0])
    one = affine_transform(x, shift, fill_mode="wrap")
    each = affine_transform(x, np.tile(shift, (3, 1)), fill_mode="wrap")
    np.testing.assert_array_equal(one, each)


def test_the_last_two_numbers_are_not_used():
    x = image(5, 4, 2)
    tilted = np.float32([1, 0, 0, 0, 1, 0, 0.3, 0.2])
    np.testing.assert_array_equal(affine_transform(x, tilted), x)


def test_integers_in_half_precision_places_keep_their_type():
    x = (image(5, 4, 2) * 255).astype("uint8")
    found = affine_transform(x, IDENTITY.astype(np.float16))
    np.testing.assert_array_equal(found, x)
    assert found.dtype.name == "uint8"


def _solved(start, end):
    """Return the eight numbers of a perspective by a system of equations."""
    rows, right = [], []
    for (x, y), (u, v) in zip(end, start):
        rows.append([x, y, 1, 0, 0, 0, -x * u, -y * u])
        rows.append([0, 0, 0, x, y, 1, -x * v, -y * v])
        right += [u, v]
    return np.linalg.solve(np.array(rows), np.array(right))


def test_perspective_is_the_solution_of_its_equations():
    x = image(7, 9, 2)
    start = np.array([[0.0, 0], [0, 6], [8, 0], [8, 6]])
    end = np.array([[1.0, 0.5], [0.5, 6], [7, 1], [7.5, 5]])
    h = _solved(start, end)
    down, across = np.mgrid[:7, :9]
    depth = h[6] * across + h[7] * down + 1
    places = np.stack([
        (h[3] * across + h[4] * down + h[5]) / depth,
        (h[0] * across + h[1] * down + h[2]) / depth,
    ])  # fmt: skip
    found = np.asarray(perspective_transform(x, start, end))
    for channel in range(2):
        wanted = ops.image.map_coordinates(x[..., channel], places, 1)
        np.testing.assert_allclose(found[..., channel], wanted, atol=2e-5)


def test_points_far_away_lose_no_digits():
    x = image(1, 6, 6, 1)
    square = np.array([[0.0, 0], [0, 5], [5, 0], [5, 5]])
    far = square * 300 + 2000.0
    np.testing.assert_allclose(perspective_transform(x, far, far), x, atol=1e-3)


# ---- elastic ----


def shifts(**more):
    """Return how far the pixels of a large image went, down and across."""
    ramp = np.arange(64, dtype=np.float32)
    down, across = np.meshgrid(ramp, ramp, indexing="ij")
    x = np.tile(np.stack([down, across], -1), (4, 1, 1, 1))
    found = elastic_transform(x, fill_mode="nearest", seed=7, **more)
    return (np.asarray(found) - x)[:, 20:44, 20:44]


@pytest.mark.parametrize("sigma", [1.0, 2.0, 4.0])
def test_strength_does_not_depend_on_smoothness(sigma):
    # 1 / sqrt(4 pi) of alpha; Keras on JAX measures the same.
    moved = shifts(alpha=10.0, sigma=sigma)
    assert abs(moved.mean()) < 0.5
    assert moved.std() == pytest.approx(10 * 0.282, rel=0.15)


def test_neighbours_move_alike_and_images_do_not():
    moved = shifts(alpha=10.0, sigma=3.0)

    def likeness(a, b):
        return np.corrcoef(a.ravel(), b.ravel())[0, 1]

    for lag in (1, 3):  # the autocorrelation of a smoothed field is a bell
        near = likeness(moved[:, :, :-lag], moved[:, :, lag:])
        assert near == pytest.approx(np.exp(-(lag**2) / 36), abs=0.08)
    assert abs(likeness(moved[0], moved[1])) < 0.4
    assert abs(likeness(moved[..., 0], moved[..., 1])) < 0.3


def test_a_seed_says_it_all():
    x = image(2, 8, 8, 3)
    one, same, other = (elastic_transform(x, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    generator = cornu.random.SeedGenerator(1)
    first, second = (elastic_transform(x, seed=generator) for _ in range(2))
    np.testing.assert_array_equal(first, one)
    assert not np.array_equal(first, second)
    cornu.random.set_random_seed(3)
    shared = elastic_transform(x)
    cornu.random.set_random_seed(3)
    np.testing.assert_array_equal(shared, elastic_transform(x))


def test_channels_first_is_the_same_picture():
    x = image(2, 6, 5, 3)
    first = elastic_transform(
        x.transpose(0, 3, 1, 2), seed=2, data_format="channels_first"
    )
    last = elastic_transform(x, seed=2)
    np.testing.assert_array_equal(np.asarray(first).transpose(0, 2, 3, 1), last)


def test_unknown_sizes():
    x = SymbolicTensor((None, None, 5, 3))
    assert elastic_transform(x).shape == x.shape
    assert affine_transform(x, SymbolicTensor((None, 8))).shape == x.shape
    points = SymbolicTensor((None, 4, 2))
    assert perspective_transform(x, points, points).shape == x.shape


def test_words_of_refusal():
    x = image(3, 4, 4, 1)
    with pytest.raises(ShapeError, match="transform has 2 rows for 3 images"):
        affine_transform(x, np.tile(IDENTITY, (2, 1)))
    with pytest.raises(ArgumentError, match="sigma=0 must be above 0"):
        elastic_transform(x, sigma=0)
    with pytest.raises(ArgumentError, match="fill_mode='edge'"):
        affine_transform(x, IDENTITY, fill_mode="edge")
    with pytest.raises(ShapeError, match="start_points must have shape"):
        perspective_transform(x, np.zeros((3, 2)), np.zeros((4, 2)))
