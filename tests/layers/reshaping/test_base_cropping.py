"""What croppings share."""

import pytest

from cornu import Input, layers, ops
from cornu.errors import ShapeError


def test_unknown_sizes_stay_unknown():
    assert layers.Cropping2D(1)(Input((None, 5, 2))).shape == (None, None, 3, 2)


def test_something_must_be_left():
    with pytest.raises(ShapeError, match=r"cropping \(2, 2\) leaves nothing of axis 1"):
        layers.Cropping2D(2)(ops.ones((1, 4, 9, 1)))


def test_cropping_is_checked():
    with pytest.raises(ValueError, match="Cropping3D: cropping must be"):
        layers.Cropping3D((1, 2))
