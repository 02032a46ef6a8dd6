"""Projection: sums over the last axes."""

import numpy as np
import pytest

from cornu import Input
from cornu.errors import ShapeError
from cornu.layers.attention.projection import Projection


def test_sums_over_several_axes():
    x = np.random.default_rng(0).normal(size=(2, 5, 3, 4)).astype("float32")
    layer = Projection((2, 6), summed=2, bias_initializer="ones")
    found = layer(x)
    assert layer.kernel.shape == (3, 4, 2, 6)
    wanted = np.tensordot(x, layer.kernel.numpy(), 2) + 1
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-6)


def test_without_bias():
    layer = Projection((2,), use_bias=False)
    layer(np.ones((2, 3), "float32"))
    assert [w.name for w in layer.weights] == ["kernel"]


def test_unknown_sizes_are_refused():
    with pytest.raises(ShapeError, match="last axes must be known"):
        Projection((2,), summed=2)(Input((None, 3)))


def test_other_sizes_than_built_for_are_refused():
    layer = Projection((2,))
    layer(np.ones((2, 3, 4), "float32"))
    with pytest.raises(ShapeError, match="size 4 on axis 2"):
        layer(np.ones((2, 3, 5), "float32"))
