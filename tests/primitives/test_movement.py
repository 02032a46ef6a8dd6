"""Moving elements: shapes in words, views, padding."""

import numpy as np
import pytest

from cornu.autodiff import Tensor
from cornu.errors import ShapeError
from cornu.primitives import movement as mv

X = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: mv.reshape(x, shape=(4,)), r"\(2, 3\) has 6 elements, \(4,\) has 4"),
        (lambda x: mv.reshape(x, shape=(4, -1)), r"do not fill \(4, -1\)"),
        (lambda x: mv.reshape(x, shape=(-1, -1)), "only one size may be -1"),
        (lambda x: mv.transpose(x, axes=(0, 0)), "no permutation"),
        (lambda x: mv.broadcast_to(x, shape=(2, 2)), "broadcast"),
        (lambda x: mv.broadcast_to(x, shape=(3,)), "more axes"),
        (lambda x: mv.concatenate(x, x[0], axis=0), "as many axes"),
        (lambda x: mv.concatenate(x, x[:, :1], axis=0), "differ on axis 1"),
        (lambda x: mv.concatenate(x, axis=3), "out of range"),
        (lambda x: mv.slice_view(x, index=(0, 0, 0)), "3 indices for"),
        (lambda x: mv.slice_view(x, index=(5,)), "index 5 is out of range for axis 0"),
    ],
)
@pytest.mark.parametrize("box", [np.asarray, Tensor])
def test_what_does_not_fit_is_told(call, words, box):
    with pytest.raises(ShapeError, match=words):
        call(box(X))


def test_views_share_memory():
    for view in (
        mv.reshape(X, shape=(3, 2)),
        mv.transpose(X, axes=(1, 0)),
        mv.broadcast_to(X, shape=(4, 2, 3)),
        mv.flip(X, axes=(0,)),
        mv.slice_view(X, index=(0,)),
        mv.stop_gradient(X),
    ):
        assert np.shares_memory(view, X)


def test_copies_do_not():
    for other in (
        mv.copy(X),
        mv.cast(X, dtype="float64"),
        mv.pad(X, widths=((0, 0),) * 2),
    ):
        assert not np.shares_memory(other, X)


def test_flip_and_pad():
    assert (mv.flip(X, axes=(0, 1)) == X[::-1, ::-1]).all()
    found = mv.pad(X, widths=((1, 0), (0, 2)), value=9.0)
    assert (found == np.pad(X, ((1, 0), (0, 2)), constant_values=9.0)).all()


def test_cast_truncates():
    assert mv.cast(np.array([1.9, -1.9]), dtype="int32").tolist() == [1, -1]
    assert mv.cast(np.array([0.0, 0.5]), dtype="bool").tolist() == [False, True]


def test_concatenate_of_mixed_types():
    found = mv.concatenate(np.ones(1, "float32"), np.ones(1, "float64"), axis=0)
    assert found.dtype == "float64"


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_inverse_permutation(axes):
    x = np.zeros((2, 3, 4))
    there = x.transpose(axes)
    assert there.transpose(mv.inverse_permutation(axes)).shape == x.shape
