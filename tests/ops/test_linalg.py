import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError


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


SUBSCRIPTS = {
    "ij,jk->ik": [(3, 4), (4, 5)],
    "ij,jk": [(3, 4), (4, 5)],
    "bij,bjk->bik": [(2, 3, 4), (2, 4, 5)],
    "...ij,...jk->...ik": [(6, 2, 3, 4), (6, 2, 4, 5)],
    "...ij,jk->...ik": [(6, 2, 3, 4), (4, 5)],
    "i...,i->...": [(3, 4, 5), (3,)],
    "ij->ji": [(3, 4)],
    "ji": [(3, 4)],
    "ij->": [(3, 4)],
    "ii->i": [(4, 4)],
    "ii": [(4, 4)],
    "iji->j": [(4, 3, 4)],
    "ij,ij->i": [(3, 4), (3, 4)],
    "ij,ij->": [(3, 4), (3, 4)],
    "i,j->ji": [(3,), (4,)],
    "ij,kl->jl": [(3, 4), (2, 5)],
    "ij,jk,kl->il": [(3, 4), (4, 5), (5, 2)],
    "ij,kj,mj->ikm": [(3, 4), (2, 4), (5, 4)],
    "btnh,bsnh->bnts": [(2, 3, 4, 5), (2, 6, 4, 5)],
    "bnts,bsnh->btnh": [(2, 4, 3, 6), (2, 6, 4, 5)],
    "abc,cde->abde": [(2, 3, 4), (4, 5, 6)],
    "a b , b -> a": [(3, 4), (4,)],
    ",i->i": [(), (3,)],
}


@pytest.mark.parametrize("subscripts", SUBSCRIPTS)
def test_einsum(subscripts, rng):
    arrays = [rng.standard_normal(shape) for shape in SUBSCRIPTS[subscripts]]
    near(ops.einsum(subscripts, *arrays), np.einsum(subscripts, *arrays))


@pytest.mark.parametrize(
    ("subscripts", "words"),
    [
        ("ij,jk->ik", "'j' in .* is 3 in one array and 2 in the other"),
        ("ij->ij", "names 1 operands, got 2"),
        ("ijk,jk->i", "names 3 axes, but the array has shape"),
        ("ij,kj->iz", "must name each axis once"),
        ("ij,kj->ii", "must name each axis once"),
    ],
)
def test_einsum_refuses_what_does_not_fit(subscripts, words):
    with pytest.raises(ShapeError, match=words):
        ops.einsum(subscripts, np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(TypeError, match="unknown options"):
        ops.einsum("ij->i", np.ones((2, 3)), optimize=True)


@pytest.mark.parametrize("keepdims", [False, True])
def test_norms(keepdims, rng):
    x = rng.standard_normal((3, 4))
    for p in (None, 1, 2, 3, 0, 0.5, np.inf, -np.inf):
        near(ops.norm(x, p, 1, keepdims), np.linalg.norm(x, p, 1, keepdims))
    for p in (None, "fro", 1, -1, np.inf, -np.inf):
        for axis in ((0, 1), (1, 0)):
            wanted = np.linalg.norm(x, p, axis, keepdims)
            near(ops.norm(x, p, axis, keepdims), wanted)
    near(ops.norm(x[None]), np.sqrt(np.sum(x * x)))


def test_norms_that_do_not_exist():
    for p, words in (("fra", "no meaning"), (2, "singular values"), (3, "singular")):
        with pytest.raises(ValueError, match=words):
            ops.norm(np.ones((2, 2)), p)


def test_normalize(rng):
    x = rng.standard_normal((3, 4))
    near(ops.normalize(x), x / np.linalg.norm(x, axis=1, keepdims=True))
    near(ops.normalize(x, 0, 1), x / np.abs(x).sum(0))
    near(ops.normalize(np.zeros(3)), np.zeros(3))
    near(ops.normalize(np.array([3.0, 4.0]), epsilon=50), np.array([0.06, 0.08]))


@pytest.mark.parametrize("k", [-1, 0, 2])
def test_triangles(k, rng):
    x = rng.standard_normal((2, 3, 4))
    near(ops.tril(x, k), np.tril(x, k))
    near(ops.triu(x, k), np.triu(x, k))
    with pytest.raises(ShapeError, match="at least two axes"):
        ops.tril(np.ones(3))
