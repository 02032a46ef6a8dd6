"""What transposed convolutions share."""

import numpy as np
import pytest

from cornu import layers, ops


def test_is_the_transpose_of_a_convolution():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 9, 3)).astype("float32")
    y = rng.normal(size=(2, 4, 2)).astype("float32")
    down = layers.Conv1D(2, 3, strides=2, use_bias=False)
    up = layers.Conv1DTranspose(3, 3, strides=2, use_bias=False)
    lowered, _ = down(x), up(y)
    up.set_weights(down.get_weights())
    left = ops.sum(lowered * y)
    right = ops.sum(up(y) * x)
    np.testing.assert_allclose(left.numpy(), right.numpy(), rtol=1e-4)


def test_output_padding_decides_the_size():
    x = np.ones((1, 4, 4, 2), "float32")
    for extra in (0, 1):
        layer = layers.Conv2DTranspose(1, 3, strides=2, output_padding=extra)
        assert layer(x).shape == (1, 9 + extra, 9 + extra, 1)


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"filters": 0}, "filters must be a positive integer"),
        ({"strides": 2, "dilation_rate": 2}, "cannot both be above 1"),
        ({"strides": (3, 2), "output_padding": 2}, "must be below strides"),
        ({"output_padding": -1}, "output_padding must be"),
    ],
)
def test_arguments_are_checked(kwargs, words):
    with pytest.raises(ValueError, match=f"Conv2DTranspose: .*{words}"):
        layers.Conv2DTranspose(**{"filters": 4, "kernel_size": 3, **kwargs})
