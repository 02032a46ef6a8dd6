"""Flatten."""

import numpy as np
import pytest

from cornu import Input, layers


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((2, 3, 4), (2, 12)), ((3,), (3, 1)), ((2, 0, 3), (2, 0)), ((0, 3, 2), (0, 6))],
)
def test_shapes(shape, expected):
    assert layers.Flatten()(np.zeros(shape)).shape == expected


def test_symbols():
    assert layers.Flatten()(Input((3, 4))).shape == (None, 12)
    assert layers.Flatten()(Input((None, 4))).shape == (None, None)
    assert layers.Flatten()(Input(())).shape == (None, 1)


def test_order_is_that_of_channels_last():
    x = np.arange(24).reshape(2, 3, 4)
    assert layers.Flatten()(x).numpy().tolist() == x.reshape(2, 12).tolist()
    first = layers.Flatten(data_format="channels_first")
    expected = np.moveaxis(x, 1, -1).reshape(2, 12)
    assert first(x).numpy().tolist() == expected.tolist()


def test_integers_stay_integers():
    assert layers.Flatten()(np.zeros((2, 2), "int32")).dtype == "int32"
