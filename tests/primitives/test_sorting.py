"""Order."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ArgumentError, ShapeError
from cornu.primitives import sorting

X = np.array([[3, 1, 3, 2], [0, 0, 5, -1]])


def test_equal_elements_keep_their_order():
    assert sorting.argsort(X, axis=1).tolist() == [[1, 3, 0, 2], [3, 0, 1, 2]]
    values, positions = sorting.sort_with_positions(X, axis=1)
    assert values.tolist() == np.sort(X, axis=1).tolist()
    assert positions.tolist() == [[1, 3, 0, 2], [3, 0, 1, 2]]
    assert positions.dtype == "int32"


def test_the_first_of_equal_largest_comes_first():
    values, positions = sorting.top_k(X, k=3)
    assert values.tolist() == [[3, 3, 2], [5, 0, 0]]
    assert positions.tolist() == [[0, 2, 3], [2, 0, 1]]


@pytest.mark.parametrize("box", [np.asarray, Tensor])
def test_too_many(box):
    with pytest.raises(ShapeError, match="k is 5, but the last axis"):
        sorting.top_k(box(X), k=5)


def test_gradients_return_to_where_elements_were():
    x = Tensor(X.astype("float32"))
    with GradientTape() as tape:
        tape.watch(x)
        y, _ = sorting.top_k(x, k=2)
    found = tape.gradient(y, x, np.array([[1, 2], [3, 4]], "float32"))
    assert found.tolist() == [[1, 0, 2, 0], [4, 0, 3, 0]]


def test_rows_are_sorted_by_the_first_column_first():
    rows = np.array([[2, 0], [1, 9], [1, 3], [2, 0]])
    assert sorting.argsort_rows(rows).tolist() == [2, 1, 0, 3]
    assert sorting.argsort_rows(rows[:, :0]).tolist() == [0, 1, 2, 3]


def test_integers_out_of_range_are_not_counted_elsewhere():
    with pytest.raises(ArgumentError, match=r"x runs from 0 to 4.*\[0, 3\)"):
        sorting.bincount(np.array([[0, 4], [1, 1]]), None, length=3)
    short = np.array([100, 100], np.int8)
    assert sorting.bincount(np.array([0, 0]), short, length=1).tolist() == [-56]
