"""What paddings share."""

import pytest

from cornu import Input, layers


def test_unknown_sizes_stay_unknown():
    assert layers.ZeroPadding2D(1)(Input((None, 3, 2))).shape == (None, None, 5, 2)


@pytest.mark.parametrize("padding", [-1, (1, 2, 3), "same", ((1, 2, 3), 1)])
def test_padding_is_checked(padding):
    with pytest.raises(ValueError, match="ZeroPadding2D: padding must be"):
        layers.ZeroPadding2D(padding)
