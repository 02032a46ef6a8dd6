"""Gradients of composed ops, against differences of their values."""

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import grad

COMPOSED = {
    "relu6": ops.relu6,
    "leaky_relu": ops.leaky_relu,
    "log_sigmoid": ops.log_sigmoid,
    "softsign": ops.softsign,
    "squareplus": ops.squareplus,
    "silu": ops.silu,
    "hard_sigmoid": ops.hard_sigmoid,
    "hard_silu": ops.hard_silu,
    "elu": ops.elu,
    "selu": ops.selu,
    "celu": lambda x: ops.celu(x, 0.7),
    "gelu": ops.gelu,
    "exact gelu": lambda x: ops.gelu(x, approximate=False),
    "mish": ops.mish,
    "tanh_shrink": ops.tanh_shrink,
    "soft_shrink": ops.soft_shrink,
    "hard_shrink": ops.hard_shrink,
    "sparse_plus": ops.sparse_plus,
    "sparse_sigmoid": ops.sparse_sigmoid,
    "sparsemax": lambda x: ops.square(ops.sparsemax(x)),
    "glu": ops.glu,
    "softmax over all": lambda x: ops.square(ops.softmax(x, None)),
    "log_softmax over all": lambda x: ops.square(ops.log_softmax(x, None)),
    "var": lambda x: ops.var(x, 0),
    "std": lambda x: ops.std(x, 1),
    "average": lambda x: ops.average(x, 1, ops.square(x)),
    "logsumexp": lambda x: ops.square(ops.logsumexp(x, 1)),
    "cumprod": lambda x: ops.cumprod(x, 1),
    "sort": lambda x: ops.sort(x) * ops.arange(4.0, dtype="float64"),
    "roll": lambda x: ops.roll(x, 1, 1) * ops.arange(4.0, dtype="float64"),
    "reflect": lambda x: ops.square(ops.pad(x, ((0, 0), (2, 3)), "reflect")),
    "symmetric": lambda x: ops.square(ops.pad(x, ((3, 1), (0, 0)), "symmetric")),
    "diagonal": lambda x: ops.square(ops.diagonal(x, 1)),
    "diag": lambda x: ops.square(ops.matmul(x, ops.diag(x[0], 0))),
    "tril": lambda x: ops.square(ops.tril(x)),
    "split": lambda x: ops.square(ops.split(x, 2, 1)[1]),
    "stack": lambda x: ops.square(ops.stack([x, 2 * x], 1)),
    "slice_update": lambda x: ops.slice_update(x, (0, 1), ops.square(x[:, :2])),
    "norm": lambda x: ops.norm(x, axis=1),
    "norm 3": lambda x: ops.norm(x, 3, axis=1),
    "norm of matrix": lambda x: ops.norm(x, 1),
    "normalize": lambda x: ops.normalize(x) ** 3,
    "einsum": lambda x: ops.einsum("ij,kj->ik", x, ops.exp(x)),
    "einsum of three": lambda x: ops.einsum("ij,ij,kj->k", x, ops.exp(x), x),
    "einsum diagonal": lambda x: ops.einsum("ii->i", x[:, :3]) ** 2,
    "tensordot": lambda x: ops.tensordot(x, ops.exp(x), 2),
    "dot": lambda x: ops.dot(x, x[0]),
    "outer": lambda x: ops.outer(x, ops.exp(x)),
    "moments": lambda x: ops.moments(x, 0)[1],
    "batch_normalization": lambda x: ops.square(
        ops.batch_normalization(x, ops.mean(x, 0), ops.var(x, 0), -1)
    ),
    "binary_crossentropy": lambda x: ops.binary_crossentropy(
        ops.sigmoid(2 * x), ops.sigmoid(x)
    ),
    "binary_crossentropy of logits": lambda x: ops.binary_crossentropy(
        ops.sigmoid(2 * x), x, from_logits=True
    ),
    "categorical_crossentropy": lambda x: ops.categorical_crossentropy(
        ops.softmax(2 * x), ops.exp(x)
    ),
    "categorical_crossentropy of logits": lambda x: ops.categorical_crossentropy(
        ops.softmax(2 * x), x, from_logits=True
    ),
    "sparse_categorical_crossentropy": lambda x: ops.sparse_categorical_crossentropy(
        [0, 3, 1], ops.exp(x)
    ),
    "sparse_categorical_crossentropy of logits": lambda x: (
        ops.sparse_categorical_crossentropy([0, 3, 1], x, from_logits=True)
    ),
}


@pytest.mark.parametrize("name", COMPOSED)
def test_gradient_is_the_slope(name, rng):
    def total(x):
        return ops.sum(COMPOSED[name](x))

    x = rng.standard_normal((3, 4)) * 1.5
    direction, step = rng.standard_normal((3, 4)), 1e-6
    rise = total(x + step * direction) - total(x - step * direction)
    slope = float(np.sum(grad(total)(x).numpy() * direction))
    np.testing.assert_allclose(slope, rise / (2 * step), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", ["gelu", "einsum", "logsumexp", "normalize"])
def test_second_derivative(name, rng):
    def slope_sum(x):
        return ops.sum(ops.sin(grad(lambda v: ops.sum(COMPOSED[name](v)))(x)))

    x = rng.standard_normal((3, 4))
    direction, step = rng.standard_normal((3, 4)), 1e-5
    rise = slope_sum(x + step * direction) - slope_sum(x - step * direction)
    found = float(np.sum(grad(slope_sum)(x).numpy() * direction))
    np.testing.assert_allclose(found, float(rise) / (2 * step), rtol=1e-5, atol=1e-7)


def test_flat_ends_have_no_gradient():
    for function, point in ((ops.relu, 0.0), (ops.relu6, 0.0), (ops.relu6, 6.0)):
        assert grad(function)(point).item() == 0.0


def test_normalize_has_a_finite_gradient_at_zero():
    slope = grad(lambda x: ops.sum(ops.normalize(x)))(np.zeros(3))
    assert np.isfinite(slope.numpy()).all()


def test_stop_gradient():
    assert grad(lambda x: x * ops.stop_gradient(x))(3.0).item() == 3.0
