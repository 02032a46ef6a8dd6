"""Indexing, against NumPy, value by value and gradient by gradient."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ShapeError
from cornu.primitives.getitem import get_item
from cornu.symbolic import SymbolicTensor

X = np.arange(4 * 5 * 6, dtype="float64").reshape(4, 5, 6)
MASK = X % 7 == 0
ROWS = np.array([[3, -1], [0, 3]])

INDICES = [
    0,
    -1,
    np.int64(2),
    slice(1, 3),
    slice(None, None, -1),
    slice(3, 0, -2),
    slice(-1, -3),
    slice(-3, None),
    slice(10, 20),
    slice(np.int32(1), np.int64(3)),
    ...,
    None,
    (),
    (0, 1, 2),
    (slice(None), -1),
    (..., 0),
    (0, ..., slice(None, None, 2)),
    (None, slice(1, 2), None, ..., None),
    (slice(None, None, 2), slice(4, 1, -1), -2),
    ROWS,
    [0, 2],
    [],
    [True, False, True, False],
    abs(ROWS).astype("uint8"),
    (ROWS, ROWS),
    (ROWS, [[0], [1]], 2),
    (ROWS, np.array(1), ROWS),
    (slice(None), ROWS),
    (slice(None), [0, 3], slice(None)),
    (slice(None), ROWS, slice(1, 3)),
    (0, slice(None), [1, 2]),
    (..., [5, 0]),
    (None, [1, 2]),
    ([1, 2], None, [3, 4]),
    ([1, 2], slice(None), [3, 4]),
    MASK,
    MASK[0, 0, 0],
    True,
    MASK[:, :, 0],
    (MASK[:, 0, 0], slice(1, 3)),
    (MASK[:, :, 0], [0]),
    (slice(None), MASK[0, :, 0]),
    (..., MASK[0, 0]),
]


@pytest.mark.parametrize("index", INDICES, ids=repr)
def test_as_numpy(index):
    wanted = X[index]
    for found in (get_item(X, index), get_item(Tensor(X), index), Tensor(X)[index]):
        assert found.shape == wanted.shape
        assert (np.asarray(found) == wanted).all()


@pytest.mark.parametrize("index", INDICES, ids=repr)
def test_gradient_is_added_where_it_came_from(index):
    x = Tensor(X)
    with GradientTape() as tape:
        tape.watch(x)
        y = x[index]
    g = np.arange(1, y.size + 1, dtype="float64").reshape(y.shape)
    wanted = np.zeros(X.shape)
    np.add.at(wanted, index, g)
    assert (tape.gradient(y, x, g).numpy() == wanted).all()


def test_tensors_as_indices():
    x = Tensor(X)
    assert (x[Tensor(2)].numpy() == X[2]).all()
    assert (x[Tensor(ROWS)].numpy() == X[ROWS]).all()
    assert (x[Tensor(ROWS), Tensor(ROWS)].numpy() == X[ROWS, ROWS]).all()
    assert (x[x > 50].numpy() == X[X > 50]).all()
    assert (x[:, Tensor([0, 1])].numpy() == X[:, [0, 1]]).all()
    assert (x[Tensor(1) : Tensor(3)].numpy() == X[1:3]).all()


def test_basic_indices_are_views():
    assert np.shares_memory(get_item(X, (slice(1, 3), None, -1)), X)


@pytest.mark.parametrize("index", [4, -5, (0, 5), (0, 0, 0, 0), (..., 0, 0, 0, 0)])
def test_outside(index):
    with pytest.raises(ShapeError, match="indexing"):
        Tensor(X)[index]


@pytest.mark.parametrize(
    "index", [np.array([0, 4]), np.array([-5]), ([0], [9]), (slice(None), [7])]
)
def test_positions_outside(index):
    with pytest.raises(IndexError):
        Tensor(X)[index]


def test_two_ellipses():
    with pytest.raises(ShapeError, match="only one"):
        Tensor(X)[..., 0, ...]


@pytest.mark.parametrize(
    ("index", "shape"),
    [
        (0, (5, 6)),
        ((slice(None), 0), (None, 6)),
        ((..., -1), (None, 5)),
        ((slice(None), slice(None, None, -2)), (None, 3, 6)),
        (slice(0, 2), (None, 5, 6)),
        (slice(-2, -1), (None, 5, 6)),
        (None, (1, None, 5, 6)),
        (np.array([0, 1]), (2, 5, 6)),
    ],
    ids=repr,
)
def test_symbols_of_unknown_length(index, shape):
    assert SymbolicTensor((None, 5, 6))[index].shape == shape


def test_mixed_indices_of_unknown_sizes_are_refused_in_words():
    with pytest.raises(ShapeError, match=r"ops\.take"):
        SymbolicTensor((None, 5))[:, [0, 1]]
