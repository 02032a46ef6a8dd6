import numpy as np
import pytest

from cornu import GradientTape, ops
from cornu.errors import OutOfRangeError, ShapeError
from cornu.symbolic import SymbolicTensor


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


def test_scatter_update_by_hand():
    x, where, new = [6.0, 2.0, 3.0], [[0], [0], [-1]], [5.0, 7.0, 4.0]
    wanted = {
        None: [7, 2, 4],
        "add": [18, 2, 7],
        "max": [7, 2, 4],
        "min": [5, 2, 3],
        "mul": [210, 2, 12],
    }
    for reduction, values in wanted.items():
        found = ops.scatter_update(x, where, new, reduction=reduction)
        assert found.tolist() == values, reduction
    assert ops.scatter_update(np.zeros((2, 2)), [[0, -1]], 3).tolist() == [
        [0, 3],
        [0, 0],
    ]


def test_scatter_update_shares_the_gradient_among_equals():
    x, new = ops.array([6.0, 2.0]), ops.array([6.0, 6.0, 1.0])
    with GradientTape() as tape:
        tape.watch([x, new])
        found = ops.scatter_update(x, [[0], [0], [1]], new, reduction="max")
        total = ops.sum(found)
    slopes = tape.gradient(total, [x, new])
    np.testing.assert_allclose(slopes[0], [1 / 3, 1], rtol=1e-6)
    np.testing.assert_allclose(slopes[1], [1 / 3, 1 / 3, 0], rtol=1e-6)


def test_scatter_update_on_symbols():
    x = SymbolicTensor((None, 4))
    new = SymbolicTensor((2, 4))
    assert ops.scatter_update(x, [[0], [1]], new).shape == (None, 4)
    assert ops.scatter_update(x, [[0, 1]], [1.0], "add").shape == (None, 4)
    with pytest.raises(ShapeError, match="size of axis 1 must be known"):
        ops.scatter_update(SymbolicTensor((3, None)), [[0, 1]], [1.0])


def test_positions_outside_are_refused():
    with pytest.raises(OutOfRangeError, match="indices point outside"):
        ops.scatter_update([1, 2], [[2]], [0])
    with pytest.raises(OutOfRangeError, match="indices point outside"):
        ops.scatter_update([[1, 2], [3, 4]], [[0, 2]], [0])  # not the next row's
    with pytest.raises(OutOfRangeError, match="scatter: indices point outside"):
        ops.scatter([[5]], [1.0], (3,))
    with pytest.raises(ShapeError, match="must lie inside"):
        ops.slice([1, 2, 3], [2], [2])
    with pytest.raises(ShapeError, match="must lie inside"):
        ops.slice_update([1, 2, 3], [2], [2, 2])


def test_unravel_index():
    found = ops.unravel_index(np.array([5, -1, 100], np.int64), (2, 3))
    assert [k.tolist() for k in found] == [[1, 1, 1], [2, 2, 2]]
    assert [k.dtype.name for k in found] == ["int64", "int64"]
    row, column = ops.unravel_index(np.array([250], np.uint8), (300, 2))
    assert (row.tolist(), column.tolist()) == ([125], [0])
    assert ops.unravel_index(SymbolicTensor((None,), "int32"), (2, 3))[1].shape == (
        None,
    )
