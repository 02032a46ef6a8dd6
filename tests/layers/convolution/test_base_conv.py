"""What all convolutions share: arguments, weights, errors."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def test_weights_and_shapes():
    layer = layers.Conv2D(4, (2, 3), groups=2)
    layer.build((None, 8, 8, 6))
    shapes = [(w.name, w.shape) for w in layer.weights]
    assert shapes == [("kernel", (2, 3, 3, 4)), ("bias", (4,))]


def test_unknown_sizes_pass_through_symbols():
    x = Input((None, 9, 3))
    layer = layers.Conv2D(2, 3, padding="same", strides=2)
    assert layer(x).shape == (None, None, 5, 2)


def test_channels_first_is_the_transposed_answer():
    last = layers.Conv2D(3, 2, activation="relu", bias_initializer="random_normal")
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 4)).astype("float32")
    expected = last(x).numpy()
    first = layers.Conv2D(3, 2, activation="relu", data_format="channels_first")
    first.build((None, 4, 5, 6))
    first.set_weights(last.get_weights())
    found = first(np.moveaxis(x, -1, 1)).numpy()
    np.testing.assert_allclose(
        found, np.moveaxis(expected, -1, 1), rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"filters": 0}, "filters must be a positive integer"),
        ({"kernel_size": 0}, "kernel_size must be"),
        ({"kernel_size": (1, 2, 3)}, "kernel_size must be .* tuple of 2"),
        ({"strides": (1, -1)}, "strides must be"),
        ({"padding": "smae"}, "unknown padding 'smae'. Did you mean 'same'"),
        ({"padding": "causal"}, "unknown padding 'causal'"),
        ({"groups": 3}, "filters=4 cannot be split into groups=3"),
        ({"strides": 2, "dilation_rate": 2}, "cannot both be above 1"),
        ({"data_format": "channel_last"}, "Did you mean 'channels_last'"),
        ({"activation": "rleu"}, "relu"),
    ],
)
def test_arguments_are_checked(kwargs, words):
    with pytest.raises(ValueError, match=words):
        layers.Conv2D(**{"filters": 4, "kernel_size": 3, **kwargs})


def test_channels_must_be_known_and_divisible():
    with pytest.raises(ShapeError, match="must be known"):
        layers.Conv2D(2, 3)(Input((8, 8, None)))
    with pytest.raises(ShapeError, match="a multiple of groups=2"):
        layers.Conv2D(4, 2, groups=2)(ops.ones((1, 4, 4, 3)))


def test_other_channels_than_built_for():
    layer = layers.Conv2D(2, 2)
    layer.build((None, 4, 4, 3))
    with pytest.raises(ShapeError, match="size 3 on axis -1"):
        layer(ops.ones((1, 4, 4, 5)))


def test_missing_channel_axis():
    with pytest.raises(ShapeError, match=r"4 axes, got 3: shape \(2, 28, 28\)"):
        layers.Conv2D(2, 2)(ops.ones((2, 28, 28)))


def test_window_larger_than_the_input():
    with pytest.raises(ShapeError, match="window covers 5"):
        layers.Conv2D(2, 5)(ops.ones((1, 3, 3, 1)))
    with pytest.raises(ShapeError, match="window covers 5"):
        layers.Conv2D(2, 5)(Input((3, 3, 1)))
