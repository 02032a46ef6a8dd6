"""Floats as they are stored: signs, infinities, NaN, neighbours, limits."""

import math
from typing import Any

from cornu.core.promotion import limits
from cornu.errors import ArgumentError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    binary,
    cast_to,
    dtype_name,
    dtype_of,
    meet,
    unary,
)
from cornu.ops.math import equal, greater, isclose, isnan, less, where
from cornu.primitives import (
    arithmetic,
    bits,
    comparison,
    complex,
    movement,
    reduction,
)
from cornu.typing import DType

isposinf = unary(
    "isposinf", lambda x: equal(x, math.inf), "Return whether x is plus infinity."
)
isneginf = unary(
    "isneginf", lambda x: equal(x, -math.inf), "Return whether x is minus infinity."
)
nextafter = binary(
    "nextafter",
    arithmetic.nextafter,
    "Return the float beside x1 in the direction of x2.",
)


def signbit(x: Any) -> Any:
    """Return whether the sign is minus, that of -0.0 and of NaN included.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor of bool

    Examples
    --------
    >>> signbit([-1.0, -0.0, 0.0]).tolist()
    [True, True, False]
    """
    x = as_operand(x)
    dtype = dtype_of(x)
    if dtype.kind in "fV":
        x = bits.reinterpret(x, dtype=f"int{8 * dtype.itemsize}")
    return less(x, 0)


def isreal(x: Any) -> Any:
    """Return whether the imaginary part is zero; true of every real number.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor of bool

    Examples
    --------
    >>> isreal([1.0, float("nan")]).tolist()
    [True, True]
    """
    x = as_operand(x)
    if dtype_of(x).kind in "biufV":
        return movement.full_like(x, value=True, dtype="bool")
    return equal(complex.imag(x), 0)


def ldexp(x1: Any, x2: Any) -> Any:
    """Return x1 * 2 ** x2, without rounding.

    Parameters
    ----------
    x1 : array-like
    x2 : array-like of int
        Shape broadcasts against that of `x1`.

    Returns
    -------
    Tensor, type of `x1` (the default float of integers)

    Raises
    ------
    DTypeError
        If `x2` holds floats.

    Examples
    --------
    >>> ldexp([0.75, 1.0], [2, -1]).tolist()
    [3.0, 0.5]
    """
    x1, x2 = as_float(as_operand(x1)), as_operand(x2)
    if dtype_of(x2).kind in "iub":
        x2 = cast_to(x2, "int32")
    return arithmetic.ldexp(x1, x2)


def nan_to_num(x: Any, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    """Return `x` with numbers in place of NaN and infinities.

    Parameters
    ----------
    x : array-like
        Integers and truth values are returned as they are.
    nan : number or array-like, default 0
        What takes the place of NaN.
    posinf, neginf : number or array-like, optional
        What takes the place of plus and minus infinity; by default the largest and
        smallest finite values of the data type.

    Returns
    -------
    Tensor like `x`

    Examples
    --------
    >>> nan_to_num([1.0, float("nan"), float("-inf")], neginf=-9.0).tolist()
    [1.0, 0.0, -9.0]
    """
    x = as_operand(x)
    dtype = dtype_of(x)
    if dtype.kind in "biu":
        return x
    low, high = limits(dtype)
    for found, value in (
        (isnan(x), nan),
        (isposinf(x), high if posinf is None else posinf),
        (isneginf(x), low if neginf is None else neginf),
    ):
        if type(value) not in (bool, int, float):
            value = cast_to(as_operand(value), dtype.name)
        x = where(found, value, x)
    return x


def allclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Any:
    """Return whether |x1 - x2| <= atol + rtol * |x2| for all elements.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.
    rtol, atol : float, default 1e-5 and 1e-8
        Tolerances: relative to `x2`, and absolute.
    equal_nan : bool, default False
        Whether NaN is close to NaN.

    Returns
    -------
    Tensor of bool, shape ()

    Examples
    --------
    >>> allclose([1.0, 2.0], [1.0, 2.0 + 1e-7]).item()
    True
    """
    close = isclose(x1, x2, rtol, atol, equal_nan)
    return reduction.reduce_all(close, axes=tuple(range(len(close.shape))))


def saturate_cast(x: Any, dtype: DType) -> Any:
    """Return `x` in another data type, what is out of its range at the range's ends.

    Parameters
    ----------
    x : array-like
    dtype : str
        Real. Infinities end at the largest finite value both types know; NaN becomes
        0 where `dtype` holds integers.

    Returns
    -------
    Tensor of `dtype`, shape of `x`

    Examples
    --------
    >>> saturate_cast([-5.0, 99.5, 300.0], "uint8").tolist()
    [0, 99, 255]
    """
    x = as_operand(x)
    name = dtype_name(dtype)
    source = dtype_of(x)
    low, high = limits(name)
    least, most = limits(source)
    is_whole = source.kind in "iub"
    if source.kind == "b":
        return cast_to(x, name)
    if not is_whole and type(high) is int:
        return _to_whole(x, name, low, high)
    if source.itemsize == 2 and not is_whole:
        x = cast_to(x, "float32")  # may hold the limits of the other half type
    low, high = (max(low, least), min(high, most))
    if is_whole:
        low, high = int(low), int(high)
    return cast_to(comparison.clip(x, low=low, high=high), name)


def _to_whole(x: Any, name: str, low: int, high: int) -> Any:
    """Cast floats to integers; the limits themselves may be no floats."""
    if dtype_of(x).itemsize == 2:
        x = cast_to(x, "float32")
    x = where(isnan(x), 0.0, x)
    digits = 24 if dtype_of(x).itemsize == 4 else 53
    spare = max(high.bit_length() - digits, 0)
    highest = float(high >> spare << spare)
    inside = comparison.clip(x, low=float(low), high=highest)
    return where(greater(x, highest), high, cast_to(inside, name))


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """Return from the first choice whose condition holds, else `default`.

    Parameters
    ----------
    condlist : list of array-like of bool
    choicelist : list of array-like
        As many as conditions; shapes of all broadcast.
    default : number or array-like, default 0

    Returns
    -------
    Tensor, the type choices and default meet in

    Raises
    ------
    ValueError
        If the lists are empty or of different lengths.

    Examples
    --------
    >>> x = as_operand([1, 2, 3, 4])
    >>> select([x < 2, x < 4], [x, 10 * x], -1).tolist()
    [1, 20, 30, -1]
    """
    conditions, choices = list(condlist), list(choicelist)
    if not conditions or len(conditions) != len(choices):
        raise ArgumentError(
            f"select: condlist has {len(conditions)} conditions and choicelist "
            f"{len(choices)} choices; they must be as many, and one at least."
        )
    *choices, result = meet(*choices, default)
    for condition, choice in zip(reversed(conditions), reversed(choices)):
        result = where(condition, choice, result)
    return result
