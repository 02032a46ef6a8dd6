import numpy as np
import pytest

from cornu import GradientTape, ops
from cornu.errors import ArgumentError, ShapeError
from cornu.symbolic import SymbolicTensor


def test_values(rng):
    a, b = rng.standard_normal((2, 3)), rng.standard_normal((4, 1, 2))
    np.testing.assert_array_equal(ops.kron(a, b), np.kron(a, b))
    np.testing.assert_allclose(ops.vander(a[0], 4), np.vander(a[0], 4), rtol=1e-12)
    np.testing.assert_array_equal(ops.diagflat(a, -2), np.diagflat(a, -2))
    for indexing in ("xy", "ij"):
        found = ops.meshgrid(a[0], a[1, :2], b[:, 0, 0], indexing=indexing)
        wanted = np.meshgrid(a[0], a[1, :2], b[:, 0, 0], indexing=indexing)
        for one, other in zip(found, wanted, strict=True):
            np.testing.assert_array_equal(one, other)


def test_powers_of_zero_have_slopes():
    x = ops.array([0.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = ops.sum(ops.vander(x, 4))
    assert tape.gradient(y, x).tolist() == [1.0, 1 + 4 + 12]


def test_unknown_sizes():
    x, y = SymbolicTensor((None,)), SymbolicTensor((3,), "int32")
    first, second = ops.meshgrid(x, y)
    assert first.shape == second.shape == (3, None)
    assert second.dtype == "int32"
    assert ops.kron(x, y).shape == (None,)
    assert ops.vander(x, 3).shape == (None, 3)
    with pytest.raises(ShapeError, match="vander: the size of axis 0 must be known"):
        ops.vander(x)


def test_no_arrays_no_grids():
    assert ops.meshgrid() == []


def test_words():
    with pytest.raises(ArgumentError, match="indexing must be 'xy' or 'ij'"):
        ops.meshgrid([1], indexing="yx")
    with pytest.raises(ShapeError, match="vander: x must be a vector"):
        ops.vander([[1]])
