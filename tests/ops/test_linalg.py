import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError
from cornu.symbolic import SymbolicTensor


def near(found, wanted):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


SHAPES = [((3, 4), (4, 5)), ((4,), (4, 5)), ((3, 4), (4,)), ((4,), (4,))]


@pytest.mark.parametrize(("a", "b"), [*SHAPES, ((2, 3, 4), (2, 4, 5))])
def test_matmul(a, b, rng):
    a, b = rng.standard_normal(a), rng.standard_normal(b)
    near(ops.matmul(a, b), a @ b)


def test_matmul_refuses_what_does_not_fit():
    with pytest.raises(ShapeError, match=r"Did you mean a @ b.T"):
        ops.matmul(np.ones((2, 3)), np.ones((4, 3)))
    with pytest.raises(ShapeError, match="use multiply for numbers"):
        ops.matmul(np.ones((2, 3)), 2.0)


@pytest.mark.parametrize(
    ("a", "b"), [*SHAPES, ((2, 3, 4), (2, 4, 5)), ((2, 3, 4), (4,)), ((), (3,))]
)
def test_dot(a, b, rng):
    a, b = rng.standard_normal(a), rng.standard_normal(b)
    near(ops.dot(a, b), np.dot(a, b))


def test_inner_and_outer(rng):
    a, b = rng.standard_normal((2, 3, 4)), rng.standard_normal((5, 4))
    near(ops.inner(a, b), np.inner(a, b))
    near(ops.inner(2.0, b), 2.0 * b)
    near(ops.outer(a, b), np.outer(a, b))


@pytest.mark.parametrize("axes", [0, 1, 2, ((1, 2), (0, 1)), ((2,), (1,)), (-1, 1)])
def test_tensordot(axes, rng):
    a, b = rng.standard_normal((2, 3, 4)), rng.standard_normal((3, 4, 5))
    if axes == 1:
        b = rng.standard_normal((4, 3))
    near(ops.tensordot(a, b, axes), np.tensordot(a, b, axes))


def test_tensordot_refuses_unequal_counts():
    with pytest.raises(ShapeError, match="2 axes of x1 and 1 of x2"):
        ops.tensordot(np.ones((2, 2)), np.ones((2, 2)), ((0, 1), (0,)))


def test_vdot(rng):
    a, b = rng.standard_normal((2, 3)), rng.standard_normal((3, 2))
    near(ops.vdot(a, b), np.vdot(a, b))
    near(ops.vdot(a + 1j * a, a - 2j * a), np.vdot(a + 1j * a, a - 2j * a))


def test_cross_by_hand():
    near(ops.cross([1, 2, 3], [4, 5, 6]), np.array([-3, 6, -3]))
    near(ops.cross([1, 2], [3, 4]), np.array(-2))
    near(ops.cross([1, 2], [3, 4, 5]), np.array([10, -5, -2]))
    near(ops.cross([3, 4, 5], [1, 2]), np.array([-10, 5, 2]))


def test_cross_along_any_axes(rng):
    a, b = rng.standard_normal((3, 4, 2)), rng.standard_normal((4, 2, 3))
    near(ops.cross(a, b, 0, 2, 1), np.cross(a, b, 0, 2, 1))
    near(ops.cross(a, a + 1, axis=0), np.cross(a, a + 1, axis=0))


def test_cross_needs_to_know_the_components():
    with pytest.raises(ShapeError, match="must be known"):
        ops.cross(SymbolicTensor((2, None)), np.ones(3))


def test_numbers_take_the_type_of_an_array():
    x = np.ones(2, np.int8)
    for op in (ops.dot, ops.inner, ops.outer):
        assert op(x, 2).dtype == np.int8
    assert ops.outer(2, 3).tolist() == [[6]]


def test_products_of_bytes_are_summed_in_wide_integers():
    x = np.full((2, 2), 100, np.int8)
    assert ops.matmul(x, x).tolist() == [[20000] * 2] * 2


def test_products_of_halves_are_summed_in_float32():
    x = np.full((1, 4096), 1.0, np.float16)
    assert ops.matmul(x, x.T).item() == 4096
    assert ops.matmul(x, x.T).dtype == np.float16


@pytest.mark.parametrize("k", [-1, 0, 2])
def test_triangles(k, rng):
    x = rng.standard_normal((2, 3, 4))
    near(ops.tril(x, k), np.tril(x, k))
    near(ops.triu(x, k), np.triu(x, k))
    with pytest.raises(ShapeError, match="at least two axes"):
        ops.tril(np.ones(3))
