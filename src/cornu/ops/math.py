"""Element by element: one input, or two that broadcast."""

import builtins
import math
from typing import Any

from cornu.autodiff import Tensor
from cornu.core import spec_of
from cornu.core.promotion import limits, result_dtype
from cornu.ops.arguments import (
    as_float,
    as_operand,
    as_operands,
    binary,
    cast_to,
    dtype_of,
    is_symbolic,
    meet,
    unary,
)
from cornu.primitives import arithmetic, comparison, elementwise

# ---- arithmetic ----

add = binary("add", arithmetic.add, "Return x1 + x2.")
subtract = binary("subtract", arithmetic.subtract, "Return x1 - x2.")
multiply = binary("multiply", arithmetic.multiply, "Return x1 * x2.")
divide = binary("divide", arithmetic.divide, "Return x1 / x2, always as floats.")
true_divide = binary(
    "true_divide", arithmetic.divide, "Return x1 / x2, always as floats."
)
floor_divide = binary(
    "floor_divide", arithmetic.floor_divide, "Return x1 // x2, rounded down."
)
mod = binary("mod", arithmetic.mod, "Return x1 % x2, with the sign of x2.")
fmod = binary("fmod", arithmetic.fmod, "Return the remainder, with the sign of x1.")
power = binary("power", arithmetic.power, "Return x1 to the power of x2.")
maximum = binary("maximum", arithmetic.maximum, "Return the larger; NaN wins.")
minimum = binary("minimum", arithmetic.minimum, "Return the smaller; NaN wins.")
arctan2 = binary(
    "arctan2", arithmetic.arctan2, "Return the angle of the point (x2, x1) in radians."
)
hypot = binary(
    "hypot", arithmetic.hypot, "Return sqrt(x1 ** 2 + x2 ** 2), without overflow."
)


def divide_no_nan(x1: Any, x2: Any) -> Any:
    """Return x1 / x2, and 0 where `x2` is 0.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.

    Returns
    -------
    Tensor, float

    Examples
    --------
    >>> divide_no_nan([1.0, 3.0], [2.0, 0.0]).tolist()
    [0.5, 0.0]
    """
    x1, x2 = meet(x1, x2, to_float=True)
    zero = equal(x2, 0)
    return where(zero, 0.0, divide(x1, where(zero, 1.0, x2)))


def fmax(x1: Any, x2: Any) -> Any:
    """Return the larger; a number wins over NaN.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.

    Examples
    --------
    >>> fmax([1.0, float("nan")], [0.0, 2.0]).tolist()
    [1.0, 2.0]
    """
    return maximum(*_without_nan(x1, x2))


def fmin(x1: Any, x2: Any) -> Any:
    """Return the smaller; a number wins over NaN.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.

    Examples
    --------
    >>> fmin([1.0, float("nan")], [0.0, 2.0]).tolist()
    [0.0, 2.0]
    """
    return minimum(*_without_nan(x1, x2))


def _without_nan(x1: Any, x2: Any) -> tuple[Any, Any]:
    x1, x2 = meet(x1, x2)
    if dtype_of(x1).kind not in "fV":
        return x1, x2
    return where(isnan(x1), x2, x1), where(isnan(x2), x1, x2)


def heaviside(x1: Any, x2: Any) -> Any:
    """Return 0 where x1 < 0, 1 where x1 > 0, and x2 where x1 = 0.

    Parameters
    ----------
    x1, x2 : array-like
        Their shapes broadcast.

    Returns
    -------
    Tensor, float

    Examples
    --------
    >>> heaviside([-2.0, 0.0, 3.0], 0.5).tolist()
    [0.0, 0.5, 1.0]
    """
    x1, x2 = meet(x1, x2, to_float=True)
    side = where(greater(x1, 0), 1.0, where(less(x1, 0), 0.0, x1))
    return where(equal(x1, 0), x2, side)


# ---- comparisons and logic ----

equal = binary("equal", comparison.equal, "Return whether x1 = x2.")
not_equal = binary("not_equal", comparison.not_equal, "Return whether x1 != x2.")
less = binary("less", comparison.less, "Return whether x1 < x2.")
less_equal = binary("less_equal", comparison.less_equal, "Return whether x1 <= x2.")
greater = binary("greater", comparison.greater, "Return whether x1 > x2.")
greater_equal = binary(
    "greater_equal", comparison.greater_equal, "Return whether x1 >= x2."
)
logical_and = binary(
    "logical_and", comparison.logical_and, "Return whether both are true (not zero)."
)
logical_or = binary(
    "logical_or", comparison.logical_or, "Return whether one is true (not zero)."
)
logical_xor = binary(
    "logical_xor", comparison.logical_xor, "Return whether exactly one is true."
)
logical_not = unary(
    "logical_not", comparison.logical_not, "Return whether x is false (zero)."
)
isnan = unary("isnan", comparison.isnan, "Return whether x is not a number.")
isinf = unary("isinf", comparison.isinf, "Return whether x is infinite.")
isfinite = unary(
    "isfinite", comparison.isfinite, "Return whether x is neither infinite nor NaN."
)

# ---- signs and roots ----

absolute = unary("absolute", elementwise.absolute, "Return the distance from zero.")
abs = unary("abs", elementwise.absolute, "Return the distance from zero.")
fabs = unary(
    "fabs",
    lambda x: elementwise.absolute(as_float(x)),
    "Return the distance from zero, always as floats.",
)
negative = unary("negative", elementwise.negative, "Return -x.")
sign = unary("sign", elementwise.sign, "Return -1, 0 or 1.")
square = unary("square", elementwise.square, "Return x times x.")
sqrt = unary("sqrt", elementwise.sqrt, "Return the square root.")
cbrt = unary("cbrt", elementwise.cbrt, "Return the cube root.")
rsqrt = unary("rsqrt", elementwise.rsqrt, "Return one over the square root.")
reciprocal = unary("reciprocal", elementwise.reciprocal, "Return 1 / x.")

# ---- exponentials ----

exp = unary("exp", elementwise.exp, "Return e to the power of x.")
exp2 = unary("exp2", lambda x: arithmetic.power(2.0, x), "Return 2 to the power of x.")
expm1 = unary("expm1", elementwise.expm1, "Return exp(x) - 1, exact near zero.")
log = unary("log", elementwise.log, "Return the natural logarithm.")
log2 = unary("log2", elementwise.log2, "Return the logarithm to base 2.")
log10 = unary("log10", elementwise.log10, "Return the logarithm to base 10.")
log1p = unary("log1p", elementwise.log1p, "Return log(1 + x), exact near zero.")
erf = unary("erf", elementwise.erf, "Return the error function.")

# ---- angles ----

sin = unary("sin", elementwise.sin, "Return the sine of an angle in radians.")
cos = unary("cos", elementwise.cos, "Return the cosine of an angle in radians.")
tan = unary("tan", elementwise.tan, "Return the tangent of an angle in radians.")
arcsin = unary("arcsin", elementwise.arcsin, "Return the angle whose sine is x.")
arccos = unary("arccos", elementwise.arccos, "Return the angle whose cosine is x.")
arctan = unary("arctan", elementwise.arctan, "Return the angle whose tangent is x.")
sinh = unary("sinh", elementwise.sinh, "Return the hyperbolic sine.")
cosh = unary("cosh", elementwise.cosh, "Return the hyperbolic cosine.")
tanh = unary("tanh", elementwise.tanh, "Return the hyperbolic tangent.")
arcsinh = unary("arcsinh", elementwise.arcsinh, "Return the inverse of sinh.")
arccosh = unary("arccosh", elementwise.arccosh, "Return the inverse of cosh.")
arctanh = unary("arctanh", elementwise.arctanh, "Return the inverse of tanh.")
deg2rad = unary(
    "deg2rad",
    lambda x: multiply(x, math.pi / 180),
    "Return degrees in radians: x * pi / 180.",
)
rad2deg = unary(
    "rad2deg",
    lambda x: multiply(x, 180 / math.pi),
    "Return radians in degrees: x * 180 / pi.",
)

# ---- rounding ----

floor = unary("floor", elementwise.floor, "Return the largest integer at most x.")
ceil = unary("ceil", elementwise.ceil, "Return the smallest integer at least x.")


def trunc(x: Any) -> Any:
    """Return x without its fraction; integers stay integers.

    Parameters
    ----------
    x : array-like

    Examples
    --------
    >>> trunc([1.7, -1.7]).tolist()
    [1.0, -1.0]
    """
    x = as_operand(x)
    return x if dtype_of(x).kind in "iub" else elementwise.trunc(x)


def round(x: Any, decimals: int = 0) -> Any:
    """Return x rounded to `decimals` places; halves go to the even neighbour.

    Parameters
    ----------
    x : array-like
    decimals : int, default 0
        Negative for tens, hundreds, ... Integers stay integers; a result too large
        for their type becomes its largest number.

    Examples
    --------
    >>> round([0.5, 1.5, 2.26], decimals=1).tolist() == [0.5, 1.5, Tensor(2.3).item()]
    True
    """
    x = as_operand(x)
    dtype = dtype_of(x)
    if dtype.kind in "iu":
        return x if decimals >= 0 else _round_whole(x, 10**-decimals)
    if not decimals:
        return elementwise.rint(x)
    scale = 10.0 ** builtins.abs(decimals)
    wide = cast_to(x, "float32") if dtype.itemsize == 2 else x
    if decimals > 0:
        rounded = elementwise.rint(wide * scale) / scale
    else:
        rounded = elementwise.rint(wide / scale) * scale
    return cast_to(rounded, dtype.name) if dtype.itemsize == 2 else rounded


def _round_whole(x: Any, step: int) -> Any:
    """Round integers to the nearest multiple of `step`; halves go to the even one."""
    name = dtype_of(x).name
    low, high = limits(name)
    if step > 2 * high:
        return x * 0
    if name != "uint64":
        x = cast_to(x, "int64")
    down = x // step
    twice = 2 * (x - down * step)
    up = logical_or(
        greater(twice, step), logical_and(equal(twice, step), equal(down % 2, 1))
    )
    nearest = (down + cast_to(up, dtype_of(x).name)) * step
    return cast_to(comparison.clip(nearest, low=low, high=high), name)


# ---- composed ----


def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    """Return x limited to the interval from `x_min` to `x_max`.

    Parameters
    ----------
    x : array-like
    x_min, x_max : number or array-like
        Arrays broadcast against `x`.

    Examples
    --------
    >>> clip([-1.0, 0.5, 2.0], 0.0, 1.0)
    <Tensor shape=(3,) dtype=float32: [0.  0.5 1. ]>
    """
    x = as_operand(x)
    kind = dtype_of(x).kind
    if kind == "b":
        x = cast_to(x, "int32")
    bounds = [b for b in (x_min, x_max) if b is not None]
    if all(type(b) in (int, float, bool) for b in bounds):
        if kind in "iub" and any(type(b) is float for b in bounds):
            x = as_float(x)
        return comparison.clip(x, low=x_min, high=x_max)
    if x_min is not None:
        x = maximum(x, x_min)
    return x if x_max is None else minimum(x, x_max)


def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """Return `x1` where the condition holds, `x2` elsewhere.

    Parameters
    ----------
    condition : array-like of bool
    x1, x2 : array-like, optional
        Without them, the positions at which the condition holds are returned, one
        int32 tensor an axis.

    Examples
    --------
    >>> where([True, False], 1.0, [5.0, 6.0])
    <Tensor shape=(2,) dtype=float32: [1. 6.]>
    """
    condition = as_operand(condition)
    if (x1 is None) != (x2 is None):
        raise ValueError("where: give both x1 and x2, or neither of them.")
    if x1 is None:
        return nonzero(condition)
    if any(map(is_symbolic, (condition, x1, x2))):
        return comparison.where(condition, *meet(x1, x2))
    x1, x2 = as_operands(x1, x2)
    dtype = result_dtype([v if type(v) in _WEAK else spec_of(v) for v in (x1, x2)])
    if dtype is not None:
        x1, x2 = (v if type(v) in _WEAK else cast_to(v, dtype.name) for v in (x1, x2))
    return comparison.where(condition, x1, x2)


_WEAK = (bool, int, float, complex)


def nonzero(x: Any) -> Any:
    """Return the positions of elements that are not zero: one tensor an axis.

    How many there are depends on the values, so symbols are refused.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    tuple of Tensor of int32, one for each axis

    Raises
    ------
    TypeError
        If `x` is a symbol.

    Examples
    --------
    >>> [p.tolist() for p in nonzero([0, 3, 4])]
    [[1, 2]]
    """
    x = as_operand(x)
    if is_symbolic(x):
        raise TypeError(
            "nonzero: how many elements are not zero is only known with values, and "
            "this is a symbol. Use ops.where(condition, x1, x2) in models."
        )
    found = not_equal(x, 0)
    host = found.numpy() if isinstance(found, Tensor) else found
    return tuple(Tensor(positions, "int32") for positions in host.nonzero())


def isclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Any:
    """Return whether |x1 - x2| <= atol + rtol * |x2|, elementwise.

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
    Tensor of bool

    Examples
    --------
    >>> isclose([1.0, 2.0], [1.0, 2.1]).tolist()
    [True, False]
    """
    x1, x2 = as_float(as_operand(x1)), as_float(as_operand(x2))
    finite = where(isfinite(x2), x2, 0.0)  # inf - inf would be NaN
    margin = add(multiply(absolute(finite), rtol), atol)
    near = less_equal(absolute(subtract(x1, finite)), margin)
    close = logical_or(logical_and(near, isfinite(x2)), equal(x1, x2))
    if equal_nan:
        close = logical_or(close, logical_and(isnan(x1), isnan(x2)))
    return close
