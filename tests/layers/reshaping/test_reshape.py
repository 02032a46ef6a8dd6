"""Reshape."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def test_values():
    x = np.arange(12.0).reshape(2, 6)
    assert layers.Reshape((3, 2))(x).numpy().tolist() == x.reshape(2, 3, 2).tolist()
    assert layers.Reshape((-1, 3))(x).shape == (2, 2, 3)
    assert layers.Reshape(())(x[:, :1]).shape == (2,)


def test_symbols():
    assert layers.Reshape((-1, 2))(Input((3, 4))).shape == (None, 6, 2)
    assert layers.Reshape((-1, 2))(Input((None, 4))).shape == (None, None, 2)
    assert layers.Reshape((8,))(Input((None, 4))).shape == (None, 8)


def test_elements_must_fit():
    with pytest.raises(ShapeError, match=r"12 elements per sample .*=\(5,\)"):
        layers.Reshape((5,))(ops.ones((2, 3, 4)))
    with pytest.raises(ShapeError, match="12 elements per sample"):
        layers.Reshape((-1, 5))(Input((3, 4)))


@pytest.mark.parametrize("target", [(-1, -1), (2, -3)])
def test_target_is_checked(target):
    with pytest.raises(ValueError, match="-1 at most once"):
        layers.Reshape(target)
