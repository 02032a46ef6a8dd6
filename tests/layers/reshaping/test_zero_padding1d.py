"""ZeroPadding1D."""

import numpy as np
import pytest

from cornu import layers


def test_pads_both_ends():
    x = np.ones((1, 2, 1))
    found = layers.ZeroPadding1D((1, 2))(x).numpy()[0, :, 0]
    assert found.tolist() == [0, 1, 1, 0, 0]
    assert layers.ZeroPadding1D(1)(x).shape == (1, 4, 1)


def test_channels_first():
    layer = layers.ZeroPadding1D(1, data_format="channels_first")
    assert layer(np.ones((2, 3, 4))).shape == (2, 3, 6)


@pytest.mark.parametrize("padding", [-1, (1, 2, 3), ((1, 2),)])
def test_padding_is_checked(padding):
    with pytest.raises(ValueError, match="ZeroPadding1D: padding must be"):
        layers.ZeroPadding1D(padding)
