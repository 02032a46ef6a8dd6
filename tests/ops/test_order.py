import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.errors import ArgumentError, ShapeError


def test_order(rng):
    x = rng.standard_normal((3, 4))
    for axis in (None, 0, -1):
        np.testing.assert_array_equal(ops.sort(x, axis), np.sort(x, axis))
        np.testing.assert_array_equal(ops.argsort(x, axis), np.argsort(x, axis))
    values, positions = ops.top_k(x, 2)
    np.testing.assert_array_equal(values, -np.sort(-x)[:, :2])
    np.testing.assert_array_equal(positions, np.argsort(-x)[:, :2])
    with pytest.raises(ShapeError, match=r"k is 5.*at most"):
        ops.top_k(x, 5)


def test_in_top_k():
    scores = np.array([[0.1, 0.5, 0.4], [0.3, 0.3, 0.3], [np.nan, 1.0, 2.0]])
    # The tie in the second row is counted in; NaN is not.
    assert ops.in_top_k([0, 2, 0], scores, 1).tolist() == [False, True, False]
    assert ops.in_top_k([2, 2, 1], scores, 2).tolist() == [True, True, True]
    assert ops.in_top_k([0], [[np.inf, 1.0]], 1).tolist() == [True]
    # Classes there are none of, as labels that stand for "ignore", are in no top.
    assert ops.in_top_k([-1, 5], np.eye(2, 3), 3).tolist() == [False, False]
    with pytest.raises(ShapeError, match=r"in_top_k: targets are .*classes"):
        ops.in_top_k([0], [0.1, 0.9], 1)


def test_nan_comes_last_in_bfloat16_too():
    pytest.importorskip("ml_dtypes")
    x = ops.cast([3.0, np.nan, 1.0], "bfloat16")
    assert ops.argsort(x).tolist() == [2, 0, 1]
    assert ops.argpartition(x, 0).tolist() == [2, 0, 1]
    assert ops.searchsorted(ops.sort(x), x).tolist() == [1, 2, 0]


def test_argpartition_takes_several_places():
    assert ops.argpartition([3.0, 1.0, 2.0], (0, 2)).tolist() == [1, 2, 0]
    with pytest.raises(ArgumentError, match="kth=3 is out of range"):
        ops.argpartition([3.0, 1.0, 2.0], 3)


def test_sides_of_equal_elements():
    edges = [1.0, 2.0, 2.0, 3.0]
    assert ops.searchsorted(edges, [2.0, np.nan]).tolist() == [1, 4]
    assert ops.searchsorted(edges, 2.0, side="right").item() == 3


def test_bins_that_descend():
    x = [0.0, 1.0, 3.0, 1.6, 9.0]
    bins = [4.5, 3.0, 0.0]
    assert ops.digitize(x, bins).tolist() == np.digitize(x, bins).tolist()


def test_isin_finds_no_nan():
    assert ops.isin([1.0, np.nan], [np.nan, 1.0]).tolist() == [True, False]
    assert ops.isin([[1, 2]], [2.0], invert=True).tolist() == [[True, False]]


def test_unique_like_numpy(rng):
    for x in (rng.integers(0, 4, (5, 3)), rng.integers(0, 2, (2, 6, 2))):
        for axis in (None, 0, 1, -1):
            found = ops.unique(
                x, axis=axis, return_index=True, return_inverse=True, return_counts=True
            )
            wanted = np.unique(
                x, axis=axis, return_index=True, return_inverse=True, return_counts=True
            )
            for a, b in zip(found, wanted):
                np.testing.assert_array_equal(a, b.reshape(a.shape))


def test_unique_of_a_given_size():
    values, index, counts = ops.unique(
        [3, 1, 2, 1], size=5, fill_value=-1, return_index=True, return_counts=True
    )
    assert values.tolist() == [1, 2, 3, -1, -1]
    assert index.tolist() == [1, 2, 0, 1, 1]
    assert counts.tolist() == [2, 1, 1, 0, 0]
    assert ops.unique([3, 1, 2], size=2).tolist() == [1, 2]


def test_unique_of_a_symbol_needs_a_size():
    x = cornu.Input((3,))
    with pytest.raises(ShapeError, match=r"must be known\. Give it as size="):
        ops.unique(x)
    assert ops.unique(x, size=4).shape == (4,)


def test_gradient_of_unique_goes_to_the_first_of_equals():
    x = ops.convert_to_tensor([2.0, 1.0, 2.0])
    with cornu.GradientTape() as tape:
        tape.watch(x)
        y = ops.unique(x, size=3) * ops.convert_to_tensor([10.0, 20.0, 30.0])
    assert tape.gradient(y, x).tolist() == [20.0, 10.0, 0.0]
