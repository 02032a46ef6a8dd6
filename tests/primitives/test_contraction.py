"""Matrix products."""

from functools import partial

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.errors import ShapeError
from cornu.primitives.contraction import einsum, matmul
from cornu.symbolic import SymbolicTensor


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((5, 2, 3), (5, 3, 4)),
        ((6, 1, 2, 3), (5, 3, 4)),
        ((2, 3), (5, 3, 4)),
        ((0, 3), (3, 4)),
        ((2, 0), (0, 4)),
        ((0, 2, 3), (3, 4)),
        ((5, 0, 3), (3, 4)),
    ],
)
def test_value_and_gradients(a, b):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=a), rng.normal(size=b)
    wanted = np.matmul(x, y)
    g = rng.normal(size=wanted.shape)
    tx, ty = Tensor(x), Tensor(y)
    with GradientTape() as tape:
        tape.watch([tx, ty])
        z = matmul(tx, ty)
    np.testing.assert_allclose(z.numpy(), wanted)
    dx, dy = tape.gradient(z, [tx, ty], g)
    full_dx = np.einsum("...ij,...kj->...ik", g, y)
    full_dy = np.einsum("...ik,...ij->...kj", x, g)
    np.testing.assert_allclose(dx.numpy(), shrunk(full_dx, x.shape), atol=1e-12)
    np.testing.assert_allclose(dy.numpy(), shrunk(full_dy, y.shape), atol=1e-12)


def shrunk(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1 and g.shape[axis] != 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


def test_mixed_types():
    found = matmul(np.ones((2, 2), "int32"), np.ones((2, 2), "float32"))
    assert found.dtype == "float32"


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ((2, 3), (2, 3), "Did you mean a @ b.T"),
        ((3, 2), (3, 4), "Did you mean a.T @ b"),
        ((2, 3), (4, 5), r"last size \(3\) must equal b's second-to-last \(4\)"),
        ((2, 3, 4), (3, 4, 5), "do not broadcast"),
    ],
)
def test_what_does_not_fit_is_told(a, b, words):
    with pytest.raises(ShapeError, match=words):
        matmul(np.zeros(a), np.zeros(b))


def test_vectors_are_the_operators_business():
    with pytest.raises(ShapeError, match="need at least two axes"):
        matmul(SymbolicTensor((3,)), SymbolicTensor((3, 2)))
    assert (SymbolicTensor((3,)) @ SymbolicTensor((3, 2))).shape == (2,)


@pytest.mark.parametrize(
    ("subscripts", "a", "b"),
    [
        ("ij,jk->ik", (2, 3), (3, 4)),
        ("abc,cbd->da", (2, 3, 4), (4, 3, 5)),
        ("ab,ab->ba", (2, 3), (2, 3)),
        ("ab,c->bca", (2, 3), (4,)),
        ("ab,ab->a", (2, 3), (2, 3)),
    ],
)
def test_einsum_as_numpys(subscripts, a, b):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=a), rng.normal(size=b)
    found = einsum(x, y, subscripts=subscripts)
    np.testing.assert_allclose(found, np.einsum(subscripts, x, y))


@pytest.mark.parametrize("multiply", [matmul, partial(einsum, subscripts="ab,bc->ac")])
def test_half_products_are_summed_in_float32_whoever_stands_for_numpy(multiply):
    class StandIn:
        def __getattr__(self, name):
            return getattr(np, name)

    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=s).astype("float16") for s in [(8, 300), (300, 4)])
    wanted = (a.astype("float32") @ b.astype("float32")).astype("float16")
    body = getattr(multiply, "func", multiply).forward
    keywords = getattr(multiply, "keywords", {})
    found = body(StandIn(), a, b, **keywords)
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(multiply(a, b), wanted)
