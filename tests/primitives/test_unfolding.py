import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.primitives.unfolding import fold, unfold

PLAIN = {
    "window": (2, 2),
    "strides": (1, 1),
    "padding": ((0, 0), (0, 0)),
    "dilation": (1, 1),
}


def test_columns_are_windows():
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    found = unfold(x, **PLAIN)
    assert found[0, :, 0].tolist() == [0.0, 1.0, 3.0, 4.0]
    assert found[0, :, 3].tolist() == [4.0, 5.0, 7.0, 8.0]


def test_folding_counts_how_often_an_element_is_covered():
    x = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    count = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    found = fold(unfold(x, **PLAIN), sizes=(3, 3), **PLAIN)
    np.testing.assert_array_equal(found[0, 0], x[0, 0] * count)


def test_half_precision_adds_up_in_float32():
    # The element in the middle is met by all four taps; in float16, 2048 + 1 = 2048.
    x = np.ones((1, 4, 4), np.float16)
    x[0, 0, 3] = 2048.0
    found = fold(x, sizes=(3, 3), **PLAIN)
    assert found.dtype == np.float16
    assert found[0, 0, 1, 1] == 2052.0  # 2051, rounded to even


def test_misuse():
    with pytest.raises(ShapeError, match=r"covers 2 elements.*only 1"):
        unfold(np.zeros((1, 1, 1, 3)), **PLAIN)
    with pytest.raises(ShapeError, match="must be known"):
        fold(np.zeros((1, 4, 4)), sizes=(3, None), **PLAIN)
