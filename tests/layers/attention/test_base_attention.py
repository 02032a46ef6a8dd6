"""BaseAttention: what it takes, and how it says what is wrong."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.attention.base_attention import BaseAttention

X = np.ones((2, 3, 4), "float32")
Y = np.ones((2, 5, 4), "float32")


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (X, "inputs must be a list of 2 or 3 tensors.*got one of shape"),
        ([X], "got 1 of them"),
        ([X, Y, Y, Y], "got 4 of them"),
    ],
)
def test_inputs_must_be_a_list(inputs, words):
    with pytest.raises(ArgumentError, match=words):
        layers.Attention(name="look")(inputs)


@pytest.mark.parametrize("mask", [X[..., 0] > 0, [X[..., 0] > 0]])
def test_masks_must_be_a_list(mask):
    layer = layers.Attention(name="look")
    with pytest.raises(ArgumentError, match=r"'look'.*mask must be a list"):
        layer([X, Y], mask=mask)


@pytest.mark.parametrize("inputs", [[X, Y[0]], [X, Y, Y[:, :4]], [X[0], X[0]]])
def test_shapes_must_fit(inputs):
    with pytest.raises(ShapeError, match="query, value and key must be"):
        layers.Attention()(inputs)


def test_dropout_must_be_a_fraction():
    with pytest.raises(ValueError, match="AdditiveAttention: dropout"):
        layers.AdditiveAttention(dropout=2)


def test_subclasses_say_how_they_score():
    class Silent(BaseAttention):
        pass

    with pytest.raises(TypeError, match="Silent must define score"):
        Silent(use_scale=False)([X, Y])
