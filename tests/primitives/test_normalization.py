"""Normalisation against NumPy in float64, on sizes of one block and of many."""

import numpy as np
import pytest

from cornu.errors import DTypeError, ShapeError
from cornu.primitives.normalization import standardize, standardize_grad

CASES = [
    ((5, 3), (0,)),
    ((4099, 7), (0,)),  # rows are read several at a time, and some are left over
    ((300, 1500), (0,)),  # a row longer than a run
    ((40000, 3), (1,)),  # several blocks of rows
    ((33, 5, 4, 6), (0, 1, 2)),
    ((3, 5, 4, 6), (0, 2, 3)),
    ((3, 5, 4, 6), (1, 3)),
    ((6, 4), (0, 1)),
]


def exact(x, axes, epsilon):
    x = x.astype("float64")
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon), mean, variance


@pytest.mark.parametrize(("shape", "axes"), CASES)
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_forward(shape, axes, dtype):
    x = np.random.default_rng(0).normal(2.0, 3.0, shape).astype(dtype)
    kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
    gamma = np.random.default_rng(1).normal(size=kept).astype(dtype)
    beta = np.random.default_rng(2).normal(size=kept).astype(dtype)
    y, mean, variance = standardize(x, gamma, beta, axes=axes, epsilon=0.1)
    normal, wanted_mean, wanted_variance = exact(x, axes, 0.1)
    digits = {"float16": 4e-3, "float32": 1e-5, "float64": 1e-12}[dtype]
    assert y.dtype == mean.dtype == variance.dtype == dtype
    np.testing.assert_allclose(y, normal * gamma + beta, rtol=digits, atol=2 * digits)
    np.testing.assert_allclose(mean, wanted_mean, rtol=digits, atol=digits)
    np.testing.assert_allclose(variance, wanted_variance, rtol=digits)


@pytest.mark.parametrize(("shape", "axes"), CASES)
def test_backward(shape, axes):
    rng = np.random.default_rng(3)
    x, g = rng.normal(2.0, 3.0, shape), rng.normal(size=shape)
    kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
    gamma = rng.normal(size=kept)
    z, mean, variance = exact(x, axes, 0.1)
    zero = np.zeros_like(mean)
    found = standardize_grad(
        g, zero, zero, x, gamma, mean, variance, axes=axes, epsilon=0.1, shape=kept
    )
    u = g * gamma
    slope = u - u.mean(axes, keepdims=True) - z * (u * z).mean(axes, keepdims=True)
    np.testing.assert_allclose(found[0], slope / np.sqrt(variance + 0.1), atol=1e-10)
    np.testing.assert_allclose(found[1], (g * z).sum(axes, keepdims=True), atol=1e-8)
    np.testing.assert_allclose(found[2], g.sum(axes, keepdims=True), atol=1e-8)


def test_long_float32_sums_keep_their_digits():
    x = np.random.default_rng(0).normal(1000.0, 1.0, (200_000, 4)).astype("float32")
    _, mean, variance = standardize(x, axes=(0,), epsilon=1e-3)
    np.testing.assert_allclose(mean, x.astype("float64").mean(0)[None], rtol=1e-6)
    np.testing.assert_allclose(variance, x.astype("float64").var(0)[None], rtol=1e-3)


def test_empty_batch():
    y, mean, variance = standardize(np.zeros((0, 3)), axes=(0,), epsilon=1e-3)
    assert y.shape == (0, 3)
    assert mean.tolist() == variance.tolist() == [[0.0] * 3]


@pytest.mark.parametrize(
    ("arrays", "axes", "words"),
    [
        ((np.ones((2, 3)),), (2,), "must name at least one axis of x"),
        ((np.ones((2, 3)),), (), "must name at least one axis of x"),
        ((np.ones((2, 3)), np.ones((2, 2, 3))), (0,), "has more axes than x"),
        ((np.ones((2, 3)), np.ones(3), np.ones((1, 3))), (0,), "must have one shape"),
        ((np.ones((2, 3)), np.ones(4)), (0,), "do not broadcast"),
    ],
)
def test_shapes_are_checked(arrays, axes, words):
    with pytest.raises(ShapeError, match=words):
        standardize(*arrays, axes=axes, epsilon=1e-3)


def test_integers_are_refused():
    with pytest.raises(DTypeError, match="float type, got int64"):
        standardize(np.ones((2, 3), "int64"), axes=(0,), epsilon=1e-3)
