import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError


@pytest.fixture
def x(rng):
    return rng.standard_normal((3, 4))


def same(found, wanted):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_array_equal(found, wanted)


def test_take(x):
    same(ops.take(x, [[0, 2], [1, -1]], 0), np.take(x, [[0, 2], [1, -1]], 0))
    same(ops.take(x, [3, 0], -1), np.take(x, [3, 0], -1))
    same(ops.take(x, 5), np.take(x, 5))
    with pytest.raises(IndexError, match="size 4"):
        ops.take(x, [4], 1)
    with pytest.raises(ShapeError, match="take: axis 2"):
        ops.take(x, [0], 2)


def test_take_along_axis(x):
    order = np.argsort(x, 1)
    same(ops.take_along_axis(x, order, 1), np.take_along_axis(x, order, 1))
    same(ops.take_along_axis(x, [5, 0]), x.ravel()[[5, 0]])


def test_get_item(x):
    same(ops.get_item(x, (slice(None), 1)), x[:, 1])
    assert ops.get_item([1, 2], 1).item() == 2


def test_one_hot():
    same(ops.one_hot([1, 0], 3), np.eye(3)[[1, 0]])
    same(ops.one_hot([1, 0], 3, axis=0), np.eye(3)[[1, 0]].T)
    same(ops.one_hot([-1, 3], 3), np.zeros((2, 3)))
    same(ops.one_hot(2, 3), [0, 0, 1])
    assert ops.one_hot([1], 2).dtype == np.float32
    assert ops.one_hot([1], 2, dtype="bool").dtype == bool


def test_multi_hot():
    same(ops.multi_hot([[0, 2], [1, 1]], 3), [[1, 0, 1], [0, 1, 0]])
    same(ops.multi_hot([0, 2], 3), [1, 0, 1])
    assert ops.multi_hot([0], 2, dtype="int32").dtype == np.int32


def test_scatter():
    same(ops.scatter([[0], [2], [0]], [1.0, 2.0, 3.0], (4,)), [4, 0, 2, 0])
    same(ops.scatter([[1, 0]], [5], (2, 2)), [[0, 0], [5, 0]])
    same(ops.scatter([[1]], [[5, 6]], (2, 2)), [[0, 0], [5, 6]])


def test_blocks(x):
    same(ops.slice(x, (1, 2), (2, 1)), x[1:3, 2:3])
    same(ops.slice(x, (1, 0), (-1, 2)), x[1:, :2])
    changed = x.copy()
    changed[1:, 1:3] = 7
    same(ops.slice_update(x, (1, 1), np.full((2, 2), 7)), changed)
    assert ops.slice_update([1, 2], [0], [5.5]).tolist() == [5, 2]
