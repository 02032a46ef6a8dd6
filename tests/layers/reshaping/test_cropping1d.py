"""Cropping1D."""

import numpy as np
import pytest

from cornu import layers
from cornu.errors import ShapeError


def test_cuts_both_ends():
    x = np.arange(5.0).reshape(1, 5, 1)
    assert layers.Cropping1D((1, 2))(x).numpy().ravel().tolist() == [1.0, 2.0]
    assert layers.Cropping1D((0, 2))(x).numpy().ravel().tolist() == [0.0, 1.0, 2.0]


def test_something_must_be_left():
    with pytest.raises(ShapeError, match="leaves nothing of axis 1"):
        layers.Cropping1D(2)(np.ones((1, 3, 2)))
