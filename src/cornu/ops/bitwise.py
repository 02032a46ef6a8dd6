"""Integers as rows of bits; divisors; bytes read as another data type."""

from collections.abc import Callable
from typing import Any

from cornu.ops.arguments import (
    as_operand,
    as_operands,
    cast_to,
    dtype_name,
    dtype_of,
    meet,
)
from cornu.ops.math import absolute, equal, floor_divide, multiply, where
from cornu.primitives import arithmetic, bits
from cornu.typing import DType

_PAIR = """

    Works element by element.

    Parameters
    ----------
    x, y : array-like of {kinds}
        Their shapes broadcast.

    Returns
    -------
    Tensor, the type both meet in

    Raises
    ------
    DTypeError
        If one holds floats.
    ShapeError
        If the shapes do not broadcast.
"""


def _pair(name: str, primitive: Callable[..., Any], words: str) -> Any:
    def function(x: Any, y: Any) -> Any:
        return primitive(*as_operands(x, y))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = words + _PAIR.format(kinds="integers or truth values")
    return function


def _shift(name: str, primitive: Callable[..., Any], words: str) -> Any:
    def function(x: Any, y: Any) -> Any:
        x, y = meet(x, y)
        if dtype_of(x).kind == "b":
            x, y = cast_to(x, "int32"), cast_to(y, "int32")
        return primitive(x, y)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = words + _PAIR.format(kinds="integers, `y` not negative")
    return function


bitwise_and = _pair("bitwise_and", bits.bitwise_and, "Return the bits set in both.")
bitwise_or = _pair("bitwise_or", bits.bitwise_or, "Return the bits set in one or both.")
bitwise_xor = _pair("bitwise_xor", bits.bitwise_xor, "Return the bits set in just one.")
left_shift = _shift("left_shift", bits.left_shift, "Return x * 2 ** y by its bits.")
right_shift = _shift("right_shift", bits.right_shift, "Return x // 2 ** y by its bits.")
bitwise_left_shift = _shift(
    "bitwise_left_shift", bits.left_shift, "Return x * 2 ** y by its bits."
)
bitwise_right_shift = _shift(
    "bitwise_right_shift", bits.right_shift, "Return x // 2 ** y by its bits."
)


def bitwise_invert(x: Any) -> Any:
    """Return `x` with every bit turned over: -1 - x of signed integers.

    Parameters
    ----------
    x : array-like of integers or truth values

    Returns
    -------
    Tensor like `x`

    Raises
    ------
    DTypeError
        If `x` holds floats.

    Examples
    --------
    >>> bitwise_invert([0, 5]).tolist()
    [-1, -6]
    """
    return bits.bitwise_invert(as_operand(x))


def bitwise_not(x: Any) -> Any:
    """Return `x` with every bit turned over; the same as `bitwise_invert`."""
    return bits.bitwise_invert(as_operand(x))


def gcd(x1: Any, x2: Any) -> Any:
    """Return the greatest common divisor, never negative; that of 0 and 0 is 0.

    Parameters
    ----------
    x1, x2 : array-like of int
        Their shapes broadcast.

    Raises
    ------
    DTypeError
        If one holds floats or truth values.

    Examples
    --------
    >>> gcd([12, -9, 0], 6).tolist()
    [6, 3, 6]
    """
    return arithmetic.gcd(*as_operands(x1, x2))


def lcm(x1: Any, x2: Any) -> Any:
    """Return the least common multiple, never negative; 0 if one of them is 0.

    Parameters
    ----------
    x1, x2 : array-like of int
        Their shapes broadcast.

    Raises
    ------
    DTypeError
        If one holds floats or truth values.

    Examples
    --------
    >>> lcm([12, -9, 0], 6).tolist()
    [12, 18, 0]
    """
    x1, x2 = as_operands(x1, x2)
    shared = arithmetic.gcd(x1, x2)
    shared = where(equal(shared, 0), 1, shared)  # of 0 and 0
    return absolute(multiply(floor_divide(x1, shared), x2))


def view(x: Any, dtype: DType = None) -> Any:
    """Return the bytes of `x` read as another data type; no value is converted.

    Parameters
    ----------
    x : array-like
    dtype : str, optional
        If its elements have another size, the last axis grows or shrinks with it.
        None leaves `x` as it is.

    Returns
    -------
    Tensor of `dtype`

    Raises
    ------
    ShapeError
        If the last axis does not hold a whole number of elements of `dtype`.

    Examples
    --------
    >>> hex(view(1.0, "int32").item())
    '0x3f800000'
    """
    x = as_operand(x)
    name = dtype_of(x).name if dtype is None else dtype_name(dtype)
    return bits.reinterpret(x, dtype=name)
