"""PReLU."""

import numpy as np
import pytest

from cornu import GradientTape, layers
from cornu.errors import ShapeError


def test_slope_per_position():
    layer = layers.PReLU()
    layer.build((None, 3))
    layer.alpha.assign([0.0, 0.5, 2.0])
    found = layer(np.array([[-1.0, -1.0, -1.0], [1.0, 1.0, 1.0]]))
    assert found.numpy().tolist() == [[0.0, -0.5, -2.0], [1.0, 1.0, 1.0]]


def test_gradient_of_the_slope():
    layer = layers.PReLU()
    layer.build((None, 2))
    with GradientTape() as tape:
        out = layer(np.array([[-3.0, 4.0]]))
    slope = tape.gradient(out, layer.alpha)
    assert slope.numpy().tolist() == [-3.0, 0.0]


def test_shared_axes():
    layer = layers.PReLU(shared_axes=[1, 2])
    layer.build((None, None, None, 3))
    assert layer.alpha.shape == (1, 1, 3)
    assert layers.PReLU(shared_axes=1).shared_axes == [1]


def test_errors():
    with pytest.raises(ShapeError, match=r"shared_axes=.* must lie between 1 and 1"):
        layers.PReLU(shared_axes=[2]).build((None, 3))
    layer = layers.PReLU()
    layer.build((None, 3))
    with pytest.raises(ShapeError, match="size 3 on axis 1"):
        layer(np.ones((2, 4)))
