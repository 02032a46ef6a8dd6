"""Gathering and its transpose."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, Variable
from cornu.errors import DTypeError, ShapeError
from cornu.primitives import indexing as ix

TABLE = np.arange(12.0, dtype="float32").reshape(4, 3)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("indices", [[0, 2, 1], [[-1, 0], [1, 1]], 1, []])
def test_take_as_numpys(axis, indices):
    indices = np.array(indices, "int64")
    found = ix.take(TABLE, indices, axis=axis)
    assert (found == TABLE.take(indices, axis)).all()
    assert found.shape == TABLE.take(indices, axis).shape


def test_out_of_range_is_told_with_sizes():
    with pytest.raises(IndexError) as caught:
        ix.take(Tensor(TABLE), np.array([0, 7, -2]), axis=0)
    assert str(caught.value) == (
        "take: indices run from -2 to 7, but axis 0 of an array of shape (4, 3) has "
        "size 4; indices must be below it."
    )


def test_floats_are_no_positions():
    with pytest.raises(DTypeError, match="indices must be integers, got float32"):
        ix.take(TABLE, np.array([0.0], "float32"), axis=0)


def test_embedding_gradient_adds_repeated_rows():
    table = Variable(TABLE)
    ids = np.array([[1, 1, 3], [1, -1, 0]])
    with GradientTape() as tape:
        rows = ix.take(table, ids, axis=0)
    g = np.arange(18.0, dtype="float32").reshape(2, 3, 3)
    wanted = np.zeros_like(TABLE)
    for place in np.ndindex(2, 3):
        wanted[ids[place]] += g[place]
    found = tape.gradient(rows, table, g)
    assert (found.numpy() == wanted).all()
    assert found.dtype == "float32"


def test_repeated_sums_do_not_depend_on_layout():
    rng = np.random.default_rng(0)
    g = rng.normal(size=(1000, 4)).astype("float32")
    ids = rng.integers(0, 5, 1000)
    one = ix.take_transpose(g, ids, shape=(5, 4), axis=0)
    two = ix.take_transpose(np.asfortranarray(g), ids, shape=(5, 4), axis=0)
    assert (one == two).all()
    wanted = np.zeros((5, 4))
    np.add.at(wanted, ids, g.astype("float64"))
    np.testing.assert_allclose(one, wanted, rtol=2e-5, atol=1e-4)


def test_take_along_axis_repeats_axes_of_size_one():
    x, ids = TABLE[:1], np.array([[0, 2], [1, 1]])
    found = ix.take_along_axis(x, ids, axis=1)
    assert found.tolist() == [[0.0, 2.0], [1.0, 1.0]]
    t = Tensor(x)
    with GradientTape() as tape:
        tape.watch(t)
        y = ix.take_along_axis(t, ids, axis=1)
    assert tape.gradient(y, t).tolist() == [[1.0, 2.0, 1.0]]


def test_take_along_axis_ranks():
    with pytest.raises(ShapeError, match="same number of axes"):
        ix.take_along_axis(TABLE, np.array([0]), axis=0)


def test_gather_and_scatter_are_transposes():
    rng = np.random.default_rng(1)
    x, ids = rng.normal(size=(3, 4, 2)), rng.integers(0, 3, (6, 2))
    g = rng.normal(size=(6, 2))
    left = (ix.gather_nd(x, ids) * g).sum()
    right = (x * ix.scatter_nd(g, ids, shape=x.shape)).sum()
    np.testing.assert_allclose(left, right)
    wanted = np.stack([x[i, j] for i, j in ids])
    assert (ix.gather_nd(x, ids) == wanted).all()


def test_one_hot_outside_is_all_zeros():
    found = ix.one_hot(np.array([0, 2, -1, 3]), depth=3, axis=-1, dtype="float32")
    assert found.tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    front = ix.one_hot(np.array([0, 2]), depth=3, axis=0, dtype="int32")
    assert front.tolist() == [[1, 0], [0, 0], [0, 1]]


@pytest.mark.parametrize("size", [1, 9, 400])
@pytest.mark.parametrize("places", [1, 3, 200])
def test_rows_meet_however_often_a_place_is_named(size, places):
    rng = np.random.default_rng(size)
    g = rng.normal(size=(size, 3))
    ids = (rng.integers(0, places, size) ** 2) % places
    wanted = np.zeros((places, 3))
    np.add.at(wanted, ids, g)
    found = ix.take_transpose(g, ids, shape=(places, 3), axis=0)
    np.testing.assert_allclose(found, wanted, atol=1e-12)
    out = np.full_like(wanted, 7)
    assert ix.take_transpose(g, ids, shape=(places, 3), axis=0, out=out) is out
    np.testing.assert_array_equal(out, found)


def test_take_into_out_minds_the_range():
    out = np.empty((2, 3), "float32")
    ix.take(TABLE, np.array([3, -1]), axis=0, out=out)
    np.testing.assert_array_equal(out, TABLE[[3, 3]])
    with pytest.raises(IndexError):
        ix.take(TABLE, np.array([0, 4]), axis=0, out=out)
