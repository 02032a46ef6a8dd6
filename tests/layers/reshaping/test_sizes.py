"""Sizes that may be unknown."""

import pytest

from cornu import Input, ops
from cornu.errors import ShapeError
from cornu.layers.reshaping.sizes import product, reshaped


def test_product():
    assert product(()) == 1
    assert product((2, 0, 3)) == 0
    assert product((2, None)) is None


def test_reshaped_values_and_symbols():
    assert reshaped(ops.ones((2, 6)), (2, 3, 2)).shape == (2, 3, 2)
    assert reshaped(Input((6,)), (None, 2, 3)).shape == (None, 2, 3)
    assert reshaped(Input((None, 3)), (None, None)).shape == (None, None)


def test_elements_must_fit():
    with pytest.raises(ShapeError, match="elements"):
        reshaped(ops.ones((2, 3)), (2, 4))
