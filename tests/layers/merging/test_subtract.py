"""Subtract."""

import numpy as np
import pytest

from cornu import layers


def test_first_minus_second():
    a, b = np.array([[5.0, 1.0]]), np.array([[2.0, 3.0]])
    assert layers.Subtract()([a, b]).numpy().tolist() == [[3.0, -2.0]]
    assert layers.subtract([a, b]).numpy().tolist() == [[3.0, -2.0]]


@pytest.mark.parametrize("count", [1, 3])
def test_takes_exactly_two(count):
    with pytest.raises(ValueError, match="takes exactly 2 inputs"):
        layers.Subtract()([np.ones((1, 2))] * count)
