"""Windows, against loops."""

import itertools

import numpy as np
import pytest

from cornu import Input, ops
from cornu.errors import ArgumentError, ShapeError


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


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7])
def test_adaptive_pooling(size, rng):
    x = rng.standard_normal((2, 5, 3))
    spans = [(i * 5 // size, -(-(i + 1) * 5 // size)) for i in range(size)]
    for op, reduce in (
        (ops.adaptive_max_pool, np.max),
        (ops.adaptive_average_pool, np.mean),
    ):
        wanted = np.stack([reduce(x[:, a:b], 1) for a, b in spans], 1)
        np.testing.assert_allclose(op(x, size), wanted)
        first = op(x.transpose(0, 2, 1), size, "channels_first")
        np.testing.assert_allclose(np.moveaxis(first, 1, -1), wanted)


def test_adaptive_pooling_of_several_axes(rng):
    x = rng.standard_normal((1, 5, 4, 3))
    found = ops.adaptive_average_pool(x, (2, 3))
    assert found.shape == (1, 2, 3, 3)
    np.testing.assert_allclose(found[:, 0, 1], x[:, :3, 1:3].mean((1, 2)))


def test_adaptive_pooling_keeps_what_is_wrong_apart():
    x = np.array([np.nan, 1.0, 2.0, 3.0, np.inf]).reshape(1, 5, 1)
    found = np.ravel(ops.adaptive_average_pool(x, 3)).tolist()
    assert np.isnan(found[0])
    assert found[1:] == [2.0, np.inf]


def test_adaptive_pooling_needs_sizes():
    with pytest.raises(ShapeError, match="must be known"):
        ops.adaptive_max_pool(Input((None, 3)), 2)
    with pytest.raises(ArgumentError, match=r"output_size=\(2, 0\) must be positive"):
        ops.adaptive_max_pool(np.ones((1, 4, 4, 1)), (2, 0))


def test_folding_undoes_unfolding_of_tiles(rng):
    x = rng.standard_normal((2, 3, 4, 6))
    columns = ops.unfold(x, (2, 3), stride=(2, 3))
    assert columns.shape == (2, 18, 4)
    np.testing.assert_array_equal(columns[0, :6, 1], x[0, 0, :2, 3:].ravel())
    np.testing.assert_array_equal(ops.fold(columns, (4, 6), (2, 3), stride=(2, 3)), x)


def test_folding_is_the_transpose_of_unfolding(rng):
    settings = {"kernel_size": 2, "dilation": (1, 2), "padding": (1, 0), "stride": 2}
    x = rng.standard_normal((1, 2, 5, 6))
    columns = ops.unfold(x, **settings)
    weights = rng.standard_normal(columns.shape)
    back = ops.fold(weights, (5, 6), **settings)
    np.testing.assert_allclose((columns * weights).sum(), (x * back).sum())


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
