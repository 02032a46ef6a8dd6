"""Bits, divisors, bytes: values known by hand."""

import numpy as np
import pytest

from cornu import ops
from cornu.errors import DTypeError, ShapeError


def test_bits():
    a, b = [12, 10], [10, 3]
    assert ops.bitwise_and(a, b).tolist() == [8, 2]
    assert ops.bitwise_or(a, b).tolist() == [14, 11]
    assert ops.bitwise_xor(a, b).tolist() == [6, 9]
    assert ops.bitwise_not(a).tolist() == ops.bitwise_invert(a).tolist() == [-13, -11]
    assert ops.bitwise_not(np.array([1], np.uint8)).tolist() == [254]
    assert ops.bitwise_not(np.array([True])).tolist() == [False]
    assert ops.bitwise_and([True, True], [True, False]).tolist() == [True, False]


def test_shifts():
    for left in (ops.left_shift, ops.bitwise_left_shift):
        assert left([3, -1], 2).tolist() == [12, -4]
    for right in (ops.right_shift, ops.bitwise_right_shift):
        assert right([13, -13], [2, 2]).tolist() == [3, -4]
    assert ops.left_shift(np.array([True]), 3).tolist() == [8]


@pytest.mark.parametrize("name", ["bitwise_and", "left_shift", "gcd", "lcm"])
def test_floats_are_refused(name):
    with pytest.raises(DTypeError, match=rf"^{name}: .*must be integers.*cast"):
        getattr(ops, name)([1.0], [2.0])


def test_divisors():
    assert ops.gcd([12, -18, 0, 0], [18, 12, 5, 0]).tolist() == [6, 6, 5, 0]
    assert ops.lcm([4, -6, 0, 0], [6, 4, 5, 0]).tolist() == [12, 12, 0, 0]


def test_views():
    assert ops.view([1.0, -2.0], "int32").tolist() == [0x3F800000, -0x40000000]
    bytes_of = ops.view(np.array([[1, 256]], np.int16), "uint8")
    assert bytes_of.tolist() == [[1, 0, 0, 1]]
    back = ops.view(bytes_of, "int16")
    assert back.tolist() == [[1, 256]]
    assert ops.view(np.arange(8, dtype="uint8")[::2], "uint16").shape == (2,)
    assert ops.view([1.5]).tolist() == [1.5]


def test_views_that_do_not_fit():
    with pytest.raises(ShapeError, match=r"no axes.*reshape"):
        ops.view(1.0, "uint8")
    with pytest.raises(ShapeError, match=r"12 bytes.*multiple of 8"):
        ops.view([1.0, 2.0, 3.0], "float64")
