import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError
from cornu.symbolic import SymbolicTensor


@pytest.fixture
def x(rng):
    return rng.standard_normal((2, 3, 4))


def same(found, wanted):
    assert tuple(found.shape) == wanted.shape
    np.testing.assert_array_equal(found, wanted)


def test_reshape(x):
    same(ops.reshape(x, (4, -1)), x.reshape(4, -1))
    same(ops.reshape(x, (None, 6)), x.reshape(-1, 6))
    same(ops.reshape(x, -1), x.ravel())
    same(ops.ravel(x), x.ravel())
    with pytest.raises(ShapeError, match="24 elements"):
        ops.reshape(x, (5, 5))


def test_axes_in_another_order(x):
    same(ops.transpose(x), x.transpose())
    same(ops.transpose(x, (0, -1, 1)), x.transpose(0, 2, 1))
    same(ops.moveaxis(x, 0, -1), np.moveaxis(x, 0, -1))
    same(ops.moveaxis(x, (0, 1), (2, 0)), np.moveaxis(x, (0, 1), (2, 0)))
    same(ops.swapaxes(x, 0, -1), np.swapaxes(x, 0, -1))
    with pytest.raises(ShapeError, match="moveaxis: source names 2 axes"):
        ops.moveaxis(x, (0, 1), 0)


def test_axes_of_size_one(x):
    same(ops.expand_dims(x, 1), np.expand_dims(x, 1))
    same(ops.expand_dims(x, (0, -1)), np.expand_dims(x, (0, -1)))
    same(ops.squeeze(x[:, None]), x)
    same(ops.squeeze(x[None, :, None], -3), x[None])
    with pytest.raises(ShapeError, match="axis 0 of shape"):
        ops.squeeze(x, 0)


def test_joining(x):
    same(ops.concatenate([x, x], -1), np.concatenate([x, x], -1))
    same(ops.stack([x, x], 1), np.stack([x, x], 1))
    same(ops.stack([x, x], -1), np.stack([x, x], -1))
    same(ops.append(x, x), np.append(x, x))
    same(ops.append(x, x, 0), np.append(x, x, 0))
    same(ops.hstack([x, x]), np.hstack([x, x]))
    same(ops.hstack([x[0, 0], x[0, 0]]), np.hstack([x[0, 0], x[0, 0]]))
    same(ops.vstack([x[0, 0], x[0, 0]]), np.vstack([x[0, 0], x[0, 0]]))
    assert ops.stack([1, 2.5]).dtype == np.float32
    mixed = ops.concatenate([np.ones(1, np.int32), np.ones(1, np.float16)])
    assert mixed.dtype == np.float16
    with pytest.raises(ValueError, match="at least one"):
        ops.concatenate([])
    with pytest.raises(ValueError, match="at least one"):
        ops.stack([])


def test_parting(x):
    for found, wanted in zip(ops.split(x, 2, -1), np.split(x, 2, -1), strict=True):
        same(found, wanted)
    parts = ops.split(x, [1, 3], axis=2)
    for found, wanted in zip(parts, np.split(x, [1, 3], axis=2), strict=True):
        same(found, wanted)
    for i, found in enumerate(ops.unstack(x, axis=1)):
        same(found, x[:, i])
    with pytest.raises(ShapeError, match="size 3 cannot be cut into 2"):
        ops.split(x, 2, 1)
    unknown = SymbolicTensor((None, 2))
    assert len(ops.unstack(unknown, num=3)) == 3
    with pytest.raises(ShapeError, match="unstack: the size of axis 0 must be known"):
        ops.unstack(unknown)


def test_repeating(x):
    same(ops.repeat(x, 2), np.repeat(x, 2))
    same(ops.repeat(x, 2, 1), np.repeat(x, 2, 1))
    same(ops.repeat(x, [2, 0, 1], 1), np.repeat(x, [2, 0, 1], 1))
    same(ops.tile(x, 2), np.tile(x, 2))
    same(ops.tile(x, (2, 1)), np.tile(x, (2, 1)))
    same(ops.tile(x, (2, 1, 1, 3)), np.tile(x, (2, 1, 1, 3)))
    with pytest.raises(ShapeError, match="repeat: repeats has 2 counts"):
        ops.repeat(x, [1, 2], 1)


def test_reversing_and_shifting(x):
    same(ops.flip(x), np.flip(x))
    same(ops.flip(x, (0, -1)), np.flip(x, (0, -1)))
    same(ops.roll(x, 5), np.roll(x, 5))
    same(ops.roll(x, -1, 1), np.roll(x, -1, 1))
    same(ops.roll(x, 4, 2), x)
    same(ops.roll(x, (1, 2), (0, 2)), np.roll(x, (1, 2), (0, 2)))


@pytest.mark.parametrize(
    "widths", [1, (1, 0), ((0, 1), (2, 0), (1, 1)), [[1, 1]], np.array([[1, 0]] * 3)]
)
@pytest.mark.parametrize("mode", ["constant", "reflect", "symmetric"])
def test_pad(x, widths, mode):
    same(ops.pad(x, widths, mode), np.pad(x, widths, mode=mode))


def test_pad_with_a_value(x):
    same(ops.pad(x, 1, constant_values=7), np.pad(x, 1, constant_values=7))
    assert ops.pad([1], 1, constant_values=2).dtype == np.int32


def test_wrong_padding(x):
    with pytest.raises(ValueError, match="Did you mean 'reflect'"):
        ops.pad(x, 1, mode="reflct")
    with pytest.raises(ValueError, match="means nothing"):
        ops.pad(x, 1, mode="reflect", constant_values=1)
    with pytest.raises(ShapeError, match="has only 1 elements to mirror"):
        ops.pad(x, 2, mode="reflect")
    with pytest.raises(ShapeError, match="2 pairs for an array of 3 axes"):
        ops.pad(x, ((1, 1), (1, 1)))


@pytest.mark.parametrize("k", [-3, -2, -1, 0, 1, 2, 3, 4])
def test_diagonals(rng, k):
    matrix = rng.standard_normal((3, 4))
    same(ops.diagonal(matrix, k), np.diagonal(matrix, k))
    same(ops.diag(matrix, k), np.diag(matrix, k))
    vector = rng.standard_normal(3)
    same(ops.diag(vector, k), np.diag(vector, k))
    np.testing.assert_allclose(ops.trace(matrix, k), np.trace(matrix, k))


def test_diagonals_of_many_axes(x):
    same(ops.diagonal(x, 1, 0, 2), np.diagonal(x, 1, 0, 2))
    np.testing.assert_allclose(ops.trace(x, 0, 2, 1), np.trace(x, 0, 2, 1))
    with pytest.raises(ShapeError, match="diag: x must be a vector or a matrix"):
        ops.diag(x)
