import math

import numpy as np
import pytest

from cornu import ops
from cornu.errors import ShapeError


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def softplus(x):
    return math.log1p(math.exp(x))


CURVES = {
    # name: the definition, of one Python number
    "relu": lambda x: max(x, 0.0),
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "leaky_relu": lambda x: x if x > 0 else 0.2 * x,
    "sigmoid": sigmoid,
    "log_sigmoid": lambda x: math.log(sigmoid(x)),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + abs(x)),
    "squareplus": lambda x: (x + math.sqrt(x * x + 4)) / 2,
    "silu": lambda x: x * sigmoid(x),
    "swish": lambda x: x * sigmoid(x),
    "hard_sigmoid": lambda x: min(max(x / 6 + 0.5, 0.0), 1.0),
    "hard_silu": lambda x: x * min(max(x / 6 + 0.5, 0.0), 1.0),
    "hard_swish": lambda x: x * min(max(x / 6 + 0.5, 0.0), 1.0),
    "elu": lambda x: x if x > 0 else math.expm1(x),
    "celu": lambda x: x if x > 0 else math.expm1(x),
    "selu": lambda x: (
        1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x))
    ),
    "gelu": lambda x: (
        0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    ),
    "mish": lambda x: x * math.tanh(softplus(x)),
    "hard_tanh": lambda x: min(max(x, -1.0), 1.0),
    "tanh_shrink": lambda x: x - math.tanh(x),
    "soft_shrink": lambda x: math.copysign(max(abs(x) - 0.5, 0.0), x),
    "hard_shrink": lambda x: x if abs(x) > 0.5 else 0.0,
    "sparse_plus": lambda x: 0 if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": lambda x: min(max((x + 1) / 2, 0.0), 1.0),
}
POINTS = np.array([-9.0, -3.0, -1.0, -0.7, -0.5, 0.0, 0.3, 0.5, 1.0, 2.0, 6.0, 9.0])


@pytest.mark.parametrize("name", CURVES)
def test_curve(name):
    wanted = [CURVES[name](x) for x in POINTS.tolist()]
    op = getattr(ops, name)
    np.testing.assert_allclose(op(POINTS), wanted, rtol=1e-11, atol=1e-13)
    assert op(POINTS.tolist()).dtype == np.float32


@pytest.mark.parametrize("name", CURVES)
def test_curve_stays_finite_far_out(name):
    far = np.array([-1e4, 1e4], np.float32)
    assert np.isfinite(getattr(ops, name)(far)).all()


def test_settings_of_curves():
    x = np.array([-2.0, 0.4, 2.0])
    near = np.testing.assert_allclose
    near(ops.leaky_relu(x, 0.5), [-1.0, 0.4, 2.0])
    near(ops.elu(x, 2.0), [2 * math.expm1(-2), 0.4, 2.0])
    near(ops.celu(x, 2.0), [2 * math.expm1(-1), 0.4, 2.0])
    near(ops.soft_shrink(x, 1.0), [-1.0, 0.0, 1.0])
    near(ops.hard_shrink(x, 0.3), x)
    near(ops.threshold(x, 0.4, 7.0), [7.0, 7.0, 2.0])
    near(ops.squareplus(x, 0), [0.0, 0.4, 2.0])
    exact = [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    near(ops.gelu(x, approximate=False), exact, rtol=1e-12)


def test_whole_numbers():
    assert ops.relu([-1, 2]).tolist() == [0, 2]
    assert ops.relu([-1, 2]).dtype == np.int32
    for name in ("silu", "elu", "gelu", "softmax", "leaky_relu"):
        assert getattr(ops, name)([-1, 2]).dtype == np.float32


@pytest.mark.parametrize("axis", [-1, 0, (0, 1), None])
def test_softmax(axis, rng):
    x = rng.standard_normal((3, 4))
    weights = np.exp(x)
    share = weights / weights.sum(axis, keepdims=True)
    np.testing.assert_allclose(ops.softmax(x, axis), share, rtol=1e-12)
    np.testing.assert_allclose(ops.log_softmax(x, axis), np.log(share), rtol=1e-11)
    large = ops.softmax(x + 1e4, axis)
    np.testing.assert_allclose(large, share, rtol=1e-9)


def test_sparsemax_is_the_nearest_distribution(rng):
    x = rng.standard_normal((5, 6)) * 2
    for axis, rows in ((1, x), (0, x.T)):
        found = np.asarray(ops.sparsemax(x, axis))
        found = found if axis == 1 else found.T
        np.testing.assert_allclose(found.sum(1), 1.0)
        assert (found >= 0).all()
        assert (found == 0).any()
        # Where positive, x exceeds the result by one threshold a row; elsewhere x
        # lies below it: the conditions of the projection.
        for row, point in zip(rows, found):
            shift = (row - point)[point > 0]
            np.testing.assert_allclose(shift, shift[0])
            assert (row[point == 0] <= shift[0]).all()


def test_glu(rng):
    x = rng.standard_normal((4, 6))
    gate = 1 / (1 + np.exp(-x[:, 3:]))
    np.testing.assert_allclose(ops.glu(x), x[:, :3] * gate)
    with pytest.raises(ShapeError, match="cannot be cut"):
        ops.glu(x[:, :5])


def test_moments(rng):
    x = rng.standard_normal((2, 3, 4))
    mean, variance = ops.moments(x, (0, 2))
    np.testing.assert_allclose(mean, x.mean((0, 2)))
    np.testing.assert_allclose(variance, x.var((0, 2)))
    mean, variance = ops.moments(x, [1], keepdims=True)
    np.testing.assert_allclose(mean, x.mean(1, keepdims=True))
    np.testing.assert_allclose(variance, x.var(1, keepdims=True))
    mean, variance = ops.moments(np.full(4000, 30.0, np.float16), 0)
    assert (mean.dtype, mean.item(), variance.item()) == (np.float16, 30.0, 0.0)


def test_batch_normalization(rng):
    x, m, b, s = rng.standard_normal((4, 2, 3)), *rng.standard_normal((3, 3))
    v = rng.random(3)
    plain = (x - m) / np.sqrt(v + 1e-3)
    np.testing.assert_allclose(ops.batch_normalization(x, m, v, -1), plain)
    full = ops.batch_normalization(x, m, v, -1, offset=b, scale=s, epsilon=1e-3)
    np.testing.assert_allclose(full, plain * s + b)
    moved = ops.batch_normalization(x.transpose(2, 0, 1), m, v, 0)
    np.testing.assert_allclose(np.moveaxis(moved, 0, -1), plain)
