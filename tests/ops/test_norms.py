import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad
from cornu.errors import ArgumentError, ShapeError


def near(found, wanted):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("keepdims", [False, True])
def test_norms(keepdims, rng):
    x = rng.standard_normal((3, 4))
    for p in (None, 1, 2, 3, 0, 0.5, -2, np.inf, -np.inf):
        near(ops.norm(x, p, 1, keepdims), np.linalg.norm(x, p, 1, keepdims))
    for p in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf):
        for axis in ((0, 1), (1, 0)):
            wanted = np.linalg.norm(x, p, axis, keepdims)
            near(ops.norm(x, p, axis, keepdims), wanted)
    near(ops.norm(x[None]), np.sqrt(np.sum(x * x)))


def test_norms_of_matrices_in_a_stack(rng):
    x = rng.standard_normal((2, 3, 4))
    for p in ("nuc", 2, -2):
        near(ops.norm(x, p, (2, 0), True), np.linalg.norm(x, p, (2, 0), True))


def test_norms_that_do_not_exist():
    for p, words in (("fra", "'nuc'"), (0, "no meaning"), (3, "no meaning")):
        with pytest.raises(ArgumentError, match=words):
            ops.norm(np.ones((2, 2)), p)
    with pytest.raises(ArgumentError, match="use a number"):
        ops.norm(np.ones(2), "nuc")
    with pytest.raises(ShapeError, match="choose one axis or two"):
        ops.norm(np.ones((2, 2, 2)), 1)


@pytest.mark.parametrize("p", [None, 1, 2, 3, 0.5, np.inf])
def test_the_slope_at_zero_is_zero(p):
    found = grad(lambda x: ops.norm(x, p, 0))(ops.zeros(3))
    assert np.abs(found).max() in (0.0, 1 / 3)  # the largest of equals share
    assert np.isfinite(grad(lambda x: ops.norm(x, p, 0))(np.array([0.0, 1.0]))).all()


def test_halves_do_not_overflow_on_the_way():
    x = np.full(4, 300.0, np.float16)
    found = ops.norm(x)
    assert found.dtype == np.float16
    assert found.item() == 600
    assert np.abs(ops.normalize(np.zeros(3, np.float16))).max() == 0


def test_normalize(rng):
    x = rng.standard_normal((3, 4))
    near(ops.normalize(x), x / np.linalg.norm(x, axis=1, keepdims=True))
    near(ops.normalize(x, 0, 1), x / np.abs(x).sum(0))
    near(ops.normalize(np.zeros(3)), np.zeros(3))
    near(ops.normalize(np.array([3.0, 4.0]), epsilon=50), np.array([0.06, 0.08]))
    for order in (0, -1, "fro", np.nan):
        with pytest.raises(ArgumentError, match="at least 1"):
            ops.normalize(x, order=order)
