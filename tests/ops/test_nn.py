import itertools
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


# ---- windows, against loops ----


def convolved(x, w, strides, before, counts, dilation=(1, 1)):
    """Sum products over the window, one element of the result at a time."""
    groups = x.shape[-1] // w.shape[-2]
    share = w.shape[-1] // groups
    y = np.zeros((len(x), *counts, w.shape[-1]))
    for i, j, f in np.ndindex(*counts, w.shape[-1]):
        first = f // share * w.shape[-2]
        for a, b in np.ndindex(*w.shape[:2]):
            p = i * strides[0] + a * dilation[0] - before[0]
            q = j * strides[1] + b * dilation[1] - before[1]
            if 0 <= p < x.shape[1] and 0 <= q < x.shape[2]:
                part = x[:, p, q, first : first + w.shape[-2]]
                y[:, i, j, f] += part @ w[a, b, :, f]
    return y


@pytest.fixture
def images(rng):
    return rng.standard_normal((2, 7, 6, 4))


def test_conv(images, rng):
    w = rng.standard_normal((3, 2, 4, 5))
    near = np.testing.assert_allclose
    wanted = convolved(images, w, (1, 1), (0, 0), (5, 5))
    near(ops.conv(images, w), wanted)
    first = ops.conv(images.transpose(0, 3, 1, 2), w, data_format="channels_first")
    near(np.moveaxis(first, 1, -1), wanted)
    near(
        ops.conv(images, w, (2, 1), "same"),
        convolved(images, w, (2, 1), (1, 0), (4, 6)),
    )
    near(
        ops.conv(images, w, 1, "valid", dilation_rate=(2, 3)),
        convolved(images, w, (1, 1), (0, 0), (3, 3), (2, 3)),
    )


def test_conv_of_groups(images, rng):
    w = rng.standard_normal((3, 2, 2, 6))
    wanted = convolved(images, w, (1, 1), (0, 0), (5, 5))
    np.testing.assert_allclose(ops.conv(images, w), wanted)
    deep = rng.standard_normal((3, 2, 4, 2))
    wanted = convolved(images, deep.reshape(3, 2, 1, 8), (1, 1), (0, 0), (5, 5))
    np.testing.assert_allclose(ops.depthwise_conv(images, deep), wanted)
    mix = rng.standard_normal((1, 1, 8, 3))
    found = ops.separable_conv(images, deep, mix)
    np.testing.assert_allclose(found, wanted @ mix[0, 0])


def test_conv_along_one_axis(rng):
    x, w = rng.standard_normal((2, 5, 3)), rng.standard_normal((2, 3, 4))
    wanted = np.stack([x[:, i] @ w[0] + x[:, i + 1] @ w[1] for i in range(4)], 1)
    np.testing.assert_allclose(ops.conv(x, w), wanted)
    causal = ops.conv(x, w, padding="causal")
    np.testing.assert_allclose(causal[:, 1:], wanted)
    np.testing.assert_allclose(causal[:, 0], x[:, 0] @ w[1])


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "extra", "size", "before"),
    [
        # Sizes and offsets observed in Keras, for an input of size 6.
        (3, 1, "valid", None, 8, 0),
        (3, 2, "valid", None, 13, 0),
        (2, 3, "valid", None, 18, 0),
        (3, 3, "valid", 1, 19, 0),
        (3, 1, "same", None, 6, 1),
        (3, 2, "same", None, 12, 0),
        (4, 2, "same", None, 12, 1),
        (2, 3, "same", None, 18, 0),
        (3, 2, "same", 0, 11, 1),
        (3, 2, "same", 1, 12, 0),
        (4, 3, "same", 2, 17, 1),
        (5, 4, "same", 3, 24, 0),
    ],
)
def test_conv_transpose(kernel, stride, padding, extra, size, before, rng):
    x, w = rng.standard_normal((2, 6, 3)), rng.standard_normal((kernel, 4, 3))
    wanted = np.zeros((2, size, 4))
    for i, a in itertools.product(range(6), range(kernel)):
        place = i * stride + a - before
        if 0 <= place < size:
            wanted[:, place] += x[:, i] @ w[a].T
    found = ops.conv_transpose(x, w, stride, padding, extra)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted)


def test_pooling(images):
    cut = images[:, :6].reshape(2, 3, 2, 3, 2, 4)
    np.testing.assert_allclose(ops.max_pool(images, 2), cut.max((2, 4)))
    np.testing.assert_allclose(ops.average_pool(images, (2, 2)), cut.mean((2, 4)))
    first = ops.max_pool(images.transpose(0, 3, 1, 2), 2, data_format="channels_first")
    np.testing.assert_allclose(np.moveaxis(first, 1, -1), cut.max((2, 4)))
    # "same" puts the odd element at the end, and averages count no padding.
    line = np.array([1.0, 2.0, 6.0]).reshape(1, 3, 1)
    assert ops.average_pool(line, 2, 2, "same").ravel().tolist() == [1.5, 6.0]
    assert ops.max_pool(line, 2, 1).ravel().tolist() == [2.0, 6.0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x, w: ops.conv(x, w[:, :, :3]), "has 4 channels"),
        (lambda x, w: ops.conv(x, w[0]), "must have shape"),
        (lambda x, w: ops.conv(x[0, 0], w), "batch axis"),
        (lambda x, w: ops.conv(x, w, (1, 1, 1)), "strides=.* has 3 entries for 2"),
        (lambda x, w: ops.max_pool(x, 9), "only 7"),
        (lambda x, w: ops.conv(x[:, :2], w), "window covers 3"),
    ],
)
def test_windows_that_do_not_fit(call, words, images):
    with pytest.raises(ShapeError, match=words):
        call(images, np.ones((3, 2, 4, 5)))


def test_unknown_words(images):
    with pytest.raises(ValueError, match="'sme'"):
        ops.conv(images, np.ones((3, 2, 4, 5)), padding="sme")
    with pytest.raises(ValueError, match="padding must be 'valid' or 'same'"):
        ops.conv_transpose(images, np.ones((3, 2, 5, 4)), padding="causal")
    with pytest.raises(ValueError, match="data_format"):
        ops.max_pool(images, 2, data_format="last")
