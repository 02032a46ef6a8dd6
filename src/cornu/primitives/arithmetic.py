"""Arithmetic on two inputs, with broadcasting."""

import cmath
import math
from typing import Any

from cornu.core import ELEMENTWISE, dtype_name, primitive
from cornu.primitives import rules
from cornu.primitives.comparison import where
from cornu.primitives.elementwise import log
from cornu.primitives.movement import cast
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="a + b")
def add(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Sum, elementwise."""
    return xp.add(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="a - b")
def subtract(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Difference, elementwise."""
    return xp.subtract(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="a * b")
def multiply(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Product, elementwise."""
    return xp.multiply(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="float", cuda="a / b")
def divide(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Quotient, elementwise; integers are divided as floats."""
    return xp.true_divide(a, b, out=out)


@primitive(infer=rules.counted, kind=ELEMENTWISE, promote="common", cuda="pow(a, b)")
def power(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Raise `a` to the power of `b`, elementwise."""
    return xp.power(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="max(a, b)")
def maximum(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Take the larger of two, elementwise; NaN wins."""
    return xp.maximum(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="min(a, b)")
def minimum(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Take the smaller of two, elementwise; NaN wins."""
    return xp.minimum(a, b, out=out)


@primitive(infer=rules.counted, kind=ELEMENTWISE, promote="common")
def floor_divide(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Quotient rounded towards minus infinity, elementwise."""
    return xp.floor_divide(a, b, out=out)


@primitive(infer=rules.counted, kind=ELEMENTWISE, promote="common")
def mod(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Remainder with the sign of the divisor, elementwise."""
    return xp.remainder(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="float")
def arctan2(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Angle of the point (b, a) in radians, elementwise."""
    return xp.arctan2(a, b, out=out)


def _log_or_zero(a: Any, ans: Any) -> Any:
    is_complex = ans.dtype.kind == "c"
    if isinstance(a, (int, float, complex)):
        if is_complex:
            return cmath.log(a) if a else 0.0
        return math.log(a) if a > 0 else 0.0  # type: ignore[arg-type, operator]
    positive = a != 0 if is_complex else a > 0
    return where(positive, log(where(positive, a, 1.0)), 0.0)


def _power_a(g: Any, a: Any, b: Any, a_spec: Any) -> Any:
    # b * a ** (b - 1) is 0 * inf at a = 0, b = 0; its limit is 0.
    if isinstance(b, (int, float, complex)):
        return unbroadcast(g * (b * a ** (b - 1)) if b else g * 0, a_spec)
    zero = b == 0
    slope = b * a ** where(zero, 1.0, b - 1)
    return unbroadcast(g * where(zero, 0.0, slope), a_spec)


def _share(g: Any, hit: Any, tie: Any) -> Any:
    # Equal inputs share the gradient.
    weight = cast(hit, dtype=dtype_name(g.dtype)) + 0.5 * cast(
        tie, dtype=dtype_name(g.dtype)
    )
    return g * weight


def _larger(g: Any, a: Any, b: Any) -> Any:
    return _share(g, a > b, a == b)


def _smaller(g: Any, a: Any, b: Any) -> Any:
    return _share(g, a < b, a == b)


def _squared(a: Any, b: Any) -> Any:
    # The angle of the origin has no slope; 0 lets silence pass through a phase.
    distance = a * a + b * b
    return where(distance == 0, 1.0, distance)


add.defvjp(
    a=lambda g, a_spec: unbroadcast(g, a_spec),
    b=lambda g, b_spec: unbroadcast(g, b_spec),
)
subtract.defvjp(
    a=lambda g, a_spec: unbroadcast(g, a_spec),
    b=lambda g, b_spec: unbroadcast(-g, b_spec),
)
multiply.defvjp(
    a=lambda g, b, a_spec: unbroadcast(g * b, a_spec),
    b=lambda g, a, b_spec: unbroadcast(g * a, b_spec),
)
divide.defvjp(
    a=lambda g, b, a_spec: unbroadcast(g / b, a_spec),
    b=lambda g, ans, b, b_spec: unbroadcast(-g * ans / b, b_spec),
)
power.defvjp(
    a=_power_a,
    b=lambda g, ans, a, b_spec: unbroadcast(g * ans * _log_or_zero(a, ans), b_spec),
)
maximum.defvjp(
    a=lambda g, a, b, a_spec: unbroadcast(_larger(g, a, b), a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(_larger(g, b, a), b_spec),
)
minimum.defvjp(
    a=lambda g, a, b, a_spec: unbroadcast(_smaller(g, a, b), a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(_smaller(g, b, a), b_spec),
)
floor_divide.defvjp()
mod.defvjp(
    a=lambda g, a_spec: unbroadcast(g, a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(-g * (a // b), b_spec),
)
arctan2.defvjp(
    a=lambda g, a, b, a_spec: unbroadcast(g * b / _squared(a, b), a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(-g * a / _squared(a, b), b_spec),
)
