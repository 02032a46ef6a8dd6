import numpy as np
import pytest

from cornu import ops
from cornu.errors import ArgumentError, ShapeError

X = np.arange(24.0).reshape(2, 3, 4)


def test_turning_over():
    np.testing.assert_array_equal(ops.fliplr(X), X[:, ::-1])
    np.testing.assert_array_equal(ops.flipud(X[0, 0]), X[0, 0, ::-1])


@pytest.mark.parametrize("k", range(-3, 6))
def test_quarters_add_up(k):
    once = X
    for _ in range(k % 4):
        once = ops.rot90(once, axes=(2, 0))
    np.testing.assert_array_equal(ops.rot90(X, k, axes=(-1, 0)), once)
    np.testing.assert_array_equal(ops.rot90(X, k, (1, 2)), np.rot90(X, k, (1, 2)))


def test_words():
    with pytest.raises(ShapeError, match="fliplr: x needs an axis 1"):
        ops.fliplr([1, 2])
    with pytest.raises(ArgumentError, match="rot90: axes must be two different"):
        ops.rot90(X, axes=(0, -3))
    with pytest.raises(ArgumentError, match="rot90: k must be a whole number"):
        ops.rot90(X, 0.5)
