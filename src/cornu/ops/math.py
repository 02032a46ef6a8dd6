"""Element by element: one input, or two that broadcast."""

import builtins
from collections.abc import Callable
from typing import Any

from cornu.autodiff import Tensor
from cornu.core import spec_of
from cornu.core.promotion import result_dtype
from cornu.ops.arguments import (
    as_float,
    as_operand,
    as_operands,
    cast_to,
    dtype_of,
    is_symbolic,
)
from cornu.primitives import arithmetic, comparison, elementwise

Unary = Callable[[Any], Any]
Binary = Callable[[Any, Any], Any]

_UNARY = """

    Works element by element.

    Parameters
    ----------
    x : array-like

    Returns
    -------
    Tensor, shape of `x`
"""

_BINARY = """

    Works element by element.

    Parameters
    ----------
    x1, x2 : array-like
        Shapes broadcast; types meet in the wider one, floats winning over integers.

    Returns
    -------
    Tensor

    Raises
    ------
    ShapeError
        If the shapes do not broadcast.
"""


def _unary(name: str, primitive: Callable[..., Any], words: str) -> Unary:
    """Return a primitive of one input that also takes numbers and lists."""

    def function(x: Any) -> Any:
        return primitive(as_operand(x))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{words}{_UNARY}"
    return function


def _binary(name: str, primitive: Callable[..., Any], words: str) -> Binary:
    """Return a primitive of two inputs that also takes numbers and lists."""

    def function(x1: Any, x2: Any) -> Any:
        return primitive(*as_operands(x1, x2))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{words}{_BINARY}"
    return function


# ---- arithmetic ----

add = _binary("add", arithmetic.add, "Return x1 + x2.")
subtract = _binary("subtract", arithmetic.subtract, "Return x1 - x2.")
multiply = _binary("multiply", arithmetic.multiply, "Return x1 * x2.")
divide = _binary("divide", arithmetic.divide, "Return x1 / x2, always as floats.")
true_divide = _binary(
    "true_divide", arithmetic.divide, "Return x1 / x2, always as floats."
)
floor_divide = _binary(
    "floor_divide", arithmetic.floor_divide, "Return x1 // x2, rounded down."
)
mod = _binary("mod", arithmetic.mod, "Return x1 % x2, with the sign of x2.")
power = _binary("power", arithmetic.power, "Return x1 to the power of x2.")
maximum = _binary("maximum", arithmetic.maximum, "Return the larger; NaN wins.")
minimum = _binary("minimum", arithmetic.minimum, "Return the smaller; NaN wins.")
arctan2 = _binary(
    "arctan2", arithmetic.arctan2, "Return the angle of the point (x2, x1) in radians."
)

# ---- comparisons and logic ----

equal = _binary("equal", comparison.equal, "Return whether x1 = x2.")
not_equal = _binary("not_equal", comparison.not_equal, "Return whether x1 != x2.")
less = _binary("less", comparison.less, "Return whether x1 < x2.")
less_equal = _binary("less_equal", comparison.less_equal, "Return whether x1 <= x2.")
greater = _binary("greater", comparison.greater, "Return whether x1 > x2.")
greater_equal = _binary(
    "greater_equal", comparison.greater_equal, "Return whether x1 >= x2."
)
logical_and = _binary(
    "logical_and", comparison.logical_and, "Return whether both are true (not zero)."
)
logical_or = _binary(
    "logical_or", comparison.logical_or, "Return whether one is true (not zero)."
)
logical_xor = _binary(
    "logical_xor", comparison.logical_xor, "Return whether exactly one is true."
)
logical_not = _unary(
    "logical_not", comparison.logical_not, "Return whether x is false (zero)."
)
isnan = _unary("isnan", comparison.isnan, "Return whether x is not a number.")
isinf = _unary("isinf", comparison.isinf, "Return whether x is infinite.")
isfinite = _unary(
    "isfinite", comparison.isfinite, "Return whether x is neither infinite nor NaN."
)

# ---- signs and roots ----

absolute = _unary("absolute", elementwise.absolute, "Return the distance from zero.")
abs = _unary("abs", elementwise.absolute, "Return the distance from zero.")
negative = _unary("negative", elementwise.negative, "Return -x.")
sign = _unary("sign", elementwise.sign, "Return -1, 0 or 1.")
square = _unary("square", elementwise.square, "Return x times x.")
sqrt = _unary("sqrt", elementwise.sqrt, "Return the square root.")
rsqrt = _unary("rsqrt", elementwise.rsqrt, "Return one over the square root.")
reciprocal = _unary("reciprocal", elementwise.reciprocal, "Return 1 / x.")

# ---- exponentials ----

exp = _unary("exp", elementwise.exp, "Return e to the power of x.")
expm1 = _unary("expm1", elementwise.expm1, "Return exp(x) - 1, exact near zero.")
log = _unary("log", elementwise.log, "Return the natural logarithm.")
log1p = _unary("log1p", elementwise.log1p, "Return log(1 + x), exact near zero.")
erf = _unary("erf", elementwise.erf, "Return the error function.")

# ---- angles ----

sin = _unary("sin", elementwise.sin, "Return the sine of an angle in radians.")
cos = _unary("cos", elementwise.cos, "Return the cosine of an angle in radians.")
tan = _unary("tan", elementwise.tan, "Return the tangent of an angle in radians.")
arcsin = _unary("arcsin", elementwise.arcsin, "Return the angle whose sine is x.")
arccos = _unary("arccos", elementwise.arccos, "Return the angle whose cosine is x.")
arctan = _unary("arctan", elementwise.arctan, "Return the angle whose tangent is x.")
sinh = _unary("sinh", elementwise.sinh, "Return the hyperbolic sine.")
cosh = _unary("cosh", elementwise.cosh, "Return the hyperbolic cosine.")
tanh = _unary("tanh", elementwise.tanh, "Return the hyperbolic tangent.")
arcsinh = _unary("arcsinh", elementwise.arcsinh, "Return the inverse of sinh.")
arccosh = _unary("arccosh", elementwise.arccosh, "Return the inverse of cosh.")
arctanh = _unary("arctanh", elementwise.arctanh, "Return the inverse of tanh.")

# ---- rounding ----

floor = _unary("floor", elementwise.floor, "Return the largest integer at most x.")
ceil = _unary("ceil", elementwise.ceil, "Return the smallest integer at least x.")


def trunc(x: Any) -> Any:
    """Return x without its fraction; integers stay integers."""
    x = as_operand(x)
    return x if dtype_of(x).kind in "iub" else elementwise.trunc(x)


def round(x: Any, decimals: int = 0) -> Any:
    """Return x rounded to `decimals` places; halves go to the even neighbour.

    Parameters
    ----------
    x : array-like
    decimals : int, default 0
        Negative for tens, hundreds, ...

    Examples
    --------
    >>> round([0.5, 1.5, 2.26], decimals=1).tolist() == [0.5, 1.5, Tensor(2.3).item()]
    True
    """
    x = as_operand(x)
    whole = dtype_of(x).kind in "iu"
    if whole and decimals >= 0:
        return x
    if not decimals:
        return elementwise.rint(x)
    scale = 10.0 ** builtins.abs(decimals)
    if decimals > 0:
        return elementwise.rint(x * scale) / scale
    rounded = elementwise.rint(x / scale) * scale
    return cast_to(rounded, dtype_of(x).name) if whole else rounded


# ---- composed ----

_LN_2 = 0.6931471805599453
_LN_10 = 2.302585092994046


def log2(x: Any) -> Any:
    """Return the logarithm to base 2."""
    return log(x) / _LN_2


def log10(x: Any) -> Any:
    """Return the logarithm to base 10."""
    return log(x) / _LN_10


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
    host = x.numpy() if isinstance(x, Tensor) else x
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
    near = less_equal(absolute(x1 - finite), atol + rtol * absolute(finite))
    close = logical_or(logical_and(near, isfinite(x2)), equal(x1, x2))
    if equal_nan:
        close = logical_or(close, logical_and(isnan(x1), isnan(x2)))
    return close
