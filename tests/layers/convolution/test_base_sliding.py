"""What all layers with sliding kernels share."""

import numpy as np
import pytest

from cornu import Input, layers
from cornu.errors import ShapeError
from cornu.layers.convolution.base_sliding import BaseSliding

KINDS = {
    "Conv2DTranspose": {"filters": 2, "kernel_size": 2},
    "DepthwiseConv2D": {"kernel_size": 2},
    "SeparableConv2D": {"filters": 2, "kernel_size": 2},
}


@pytest.mark.parametrize("name", KINDS)
def test_unknown_sizes_pass_through_symbols(name):
    layer = getattr(layers, name)(**KINDS[name], padding="same")
    assert layer(Input((None, 9, 2))).shape == (None, None, 9, 2)


@pytest.mark.parametrize("name", KINDS)
def test_channels_must_be_known_and_stay(name):
    with pytest.raises(ShapeError, match="must be known"):
        getattr(layers, name)(**KINDS[name])(Input((8, 8, None)))
    layer = getattr(layers, name)(**KINDS[name])
    layer.build((None, 4, 4, 3))
    with pytest.raises(ShapeError, match="size 3 on axis -1"):
        layer(np.ones((1, 4, 4, 5), "float32"))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"kernel_size": 0}, "kernel_size must be"),
        ({"strides": (1, -1)}, "strides must be"),
        ({"padding": "causal"}, "unknown padding 'causal'"),
        ({"data_format": "channel_last"}, "Did you mean 'channels_last'"),
    ],
)
def test_arguments_are_checked(name, kwargs, words):
    with pytest.raises(ValueError, match=words):
        getattr(layers, name)(**{**KINDS[name], **kwargs})


def test_abstract():
    class Bare(BaseSliding):
        rank = 1

    layer = Bare(2, 1, "valid", None, 1, None, False, "zeros", None, None)
    with pytest.raises(TypeError, match="Bare is abstract"):
        layer(np.ones((1, 4, 2), "float32"))
