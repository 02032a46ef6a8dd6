"""Maxout: the largest of several sums."""

import numpy as np
import pytest

from cornu import Input, layers
from cornu.errors import ShapeError

X = np.random.default_rng(4).normal(size=(2, 3, 5)).astype("float32")


def test_the_formula():
    layer = layers.Maxout(4, pieces=3, bias_initializer="random_normal")
    found = layer(X)
    sums = X @ layer.kernel.numpy() + layer.bias.numpy()
    wanted = sums.reshape(2, 3, 4, 3).max(-1)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-6)


def test_one_piece_is_dense():
    layer, dense = layers.Maxout(4, pieces=1), layers.Dense(4)
    layer(X)
    dense(X)
    dense.set_weights(layer.get_weights())
    np.testing.assert_allclose(layer(X).numpy(), dense(X).numpy(), rtol=1e-6)


def test_unknown_lengths():
    assert layers.Maxout(4)(Input((None, 5))).shape == (None, None, 4)


def test_misuse_is_refused():
    with pytest.raises(ValueError, match="Maxout: pieces must be a positive integer"):
        layers.Maxout(4, pieces=0)
    with pytest.raises(ShapeError, match="'m': the size of the inputs' last axis"):
        layers.Maxout(4, name="m")(Input((None,)))
