"""Rescaling: pixels, and what is no number."""

import numpy as np
import pytest

from cornu import layers


def test_pixels_become_floats():
    found = layers.Rescaling(1 / 255)(np.array([[0, 255]], np.uint8))
    assert found.dtype == "float32"
    assert found.tolist() == [[0.0, 1.0]]


@pytest.mark.parametrize("scale", ["a", None, [], [1.0, "a"]])
def test_no_numbers(scale):
    with pytest.raises(TypeError, match="Rescaling: scale must be a number"):
        layers.Rescaling(scale)
