import numpy as np
import pytest

from cornu import ops
from cornu.errors import ArgumentError, ShapeError
from cornu.symbolic import SymbolicTensor

X = np.arange(24.0).reshape(2, 3, 4)


def same(found, wanted):
    for a, b in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(a, b)


def test_parts():
    same(ops.array_split(X, 3, axis=-1), np.array_split(X, 3, axis=-1))
    same(ops.array_split(X, np.array([1, 3]), 2), np.array_split(X, [1, 3], 2))
    same(ops.array_split(X, np.int64(2)), np.array_split(X, 2))
    same(ops.hsplit(X, 3), np.hsplit(X, 3))
    same(ops.vsplit(X, [1]), np.vsplit(X, [1]))
    same(ops.dsplit(X, 2), np.dsplit(X, 2))


def test_unknown_sizes():
    x = SymbolicTensor((None, 5))
    assert [p.shape for p in ops.array_split(x, 2, 1)] == [(None, 3), (None, 2)]
    with pytest.raises(ShapeError, match="array_split: the size of axis 0 must be"):
        ops.array_split(x, 2)


def test_ranks_may_be_mixed_when_joined():
    found = ops.dstack([[1, 2], [[3.0, 4.0]]])
    assert found.tolist() == [[[1, 3], [2, 4]]]
    assert found.dtype == np.float32


def test_words():
    with pytest.raises(ShapeError, match="dsplit: x needs at least 3 axes"):
        ops.dsplit(X[0], 2)
    with pytest.raises(ShapeError, match="hsplit: x needs at least 1 axes"):
        ops.hsplit(1.0, 1)
    with pytest.raises(ArgumentError, match="indices_or_sections must be a whole"):
        ops.array_split(X, 0)
    with pytest.raises(ArgumentError, match="dstack: xs needs at least one"):
        ops.dstack([])
