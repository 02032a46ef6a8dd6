"""Reductions at their edges."""

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ShapeError
from cornu.primitives import reduction as rd

X = np.array([[1.0, 3.0, 3.0], [2.0, 0.0, -1.0]])


def slope(op, x, **params):
    x = Tensor(x)
    with GradientTape() as tape:
        tape.watch(x)
        y = op(x, **params)
    return tape.gradient(y, x)


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axes", [(0,), (1,), (0, 1), ()])
@pytest.mark.parametrize("name", ["sum", "mean", "max", "min", "prod", "any", "all"])
def test_as_numpys(name, axes, keepdims):
    found = getattr(rd, f"reduce_{name}")(X, axes=axes, keepdims=keepdims)
    wanted = getattr(np, name)(X, axis=axes, keepdims=keepdims)
    np.testing.assert_allclose(found, wanted, rtol=1e-15)
    assert found.shape == np.shape(wanted)


def test_ties_of_an_extremum_share():
    assert slope(rd.reduce_max, X, axes=(1,)).tolist() == [[0, 0.5, 0.5], [1, 0, 0]]
    assert slope(rd.reduce_min, np.zeros(4), axes=(0,)).tolist() == [0.25] * 4


@pytest.mark.parametrize("zeros", [0, 1, 2])
def test_products_with_zeros(zeros):
    x = np.array([2.0, 3.0, 4.0, 5.0])
    x[:zeros] = 0
    wanted = [np.prod(np.delete(x, i)) for i in range(4)]
    assert slope(rd.reduce_prod, x, axes=(0,)).tolist() == wanted


def test_positions_take_the_first_of_several():
    assert rd.argmax(X, axis=1).tolist() == [1, 0]
    assert rd.argmin(np.zeros((2, 3)), axis=1, keepdims=True).tolist() == [[0], [0]]
    assert rd.argmax(X, axis=0).dtype == "int32"


def test_half_precision_means_do_not_overflow():
    found = rd.reduce_mean(np.full(1000, 1000, "float16"), axes=(0,))
    assert found.dtype == "float16"
    assert float(found) == 1000.0


def test_integers():
    ones = np.ones((2, 3), "int32")
    assert rd.reduce_sum(ones, axes=(0, 1)).dtype == "int32"
    assert rd.reduce_mean(ones, axes=(0,)).dtype == "float32"


def test_nothing_has_no_mean():
    found = rd.reduce_mean(np.zeros((0, 2)), axes=(0,))
    assert np.isnan(found).all()
    assert found.shape == (2,)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_column_sums_of_a_matrix(dtype):
    x = np.random.default_rng(0).normal(size=(500, 7)).astype(dtype)
    wanted = x.astype("float64").sum(axis=0)
    tolerance = 1e-5 if dtype == "float32" else 1e-13
    for array in (x, np.asfortranarray(x), x[::-1]):
        found = rd.reduce_sum(array, axes=(0,))
        assert found.dtype == dtype
        np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance)


def test_an_axis_that_is_not_there():
    with pytest.raises(ShapeError, match="axis 2 is out of range"):
        rd.reduce_sum(X, axes=(2,))


def test_unbroadcast_is_the_transpose_of_broadcasting():
    from cornu.core import spec_of

    g = np.random.default_rng(0).normal(size=(5, 2, 3))
    for shape in [(5, 2, 3), (1, 2, 3), (2, 1), (3,), (1,), (), (1, 1, 1)]:
        found = rd.unbroadcast(g, spec_of(np.zeros(shape, "float32")))
        assert found.shape == shape
        assert found.dtype == "float32"
        ones = np.broadcast_to(np.ones(shape), g.shape)
        np.testing.assert_allclose(found.sum(), (g * ones).sum(), rtol=1e-5)
