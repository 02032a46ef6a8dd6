"""Arithmetic on two inputs, with broadcasting."""

import cmath
import math
from typing import Any

import numpy as np

from cornu.core import ELEMENTWISE, Spec, dtype_name, primitive
from cornu.errors import DTypeError
from cornu.primitives import rules
from cornu.primitives.comparison import isnan, where
from cornu.primitives.elementwise import log, sigmoid, trunc
from cornu.primitives.movement import cast
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="common", cuda="a + b")
def add(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Sum, elementwise."""
    return xp.add(a, b, out=out)


@primitive(infer=rules.signed, kind=ELEMENTWISE, promote="common", cuda="a - b")
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
    a, b = _counts(a), _counts(b)
    try:
        return xp.power(a, b, out=out)
    except ValueError as error:
        if "negative integer powers" not in str(error):
            raise
        raise DTypeError(
            "power: integers to negative powers are fractions; cast x1 to a float "
            "type first: ops.cast(x1, 'float32')."
        ) from None


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
    return xp.floor_divide(_counts(a), _counts(b), out=out)


@primitive(infer=rules.counted, kind=ELEMENTWISE, promote="common")
def mod(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Remainder with the sign of the divisor, elementwise."""
    return xp.remainder(_counts(a), _counts(b), out=out)


@primitive(infer=rules.counted, kind=ELEMENTWISE, promote="common", cuda="fmod(a, b)")
def fmod(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Remainder with the sign of the dividend, elementwise."""
    return xp.fmod(_counts(a), _counts(b), out=out)


def _counts(x: Any) -> Any:
    """Return truth values as the numbers 0 and 1, anything else as it is."""
    dtype = getattr(x, "dtype", None)
    return x if dtype is None or dtype.kind != "b" else x.astype(np.int32)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="float")
def arctan2(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Angle of the point (b, a) in radians, elementwise."""
    return xp.arctan2(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="float", cuda="hypot(a, b)")
def hypot(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Length of the vector (a, b), elementwise, without overflow on the way."""
    return xp.hypot(a, b, out=out)


@primitive(infer=rules.broadcast, kind=ELEMENTWISE, promote="float")
def logaddexp(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """log(exp(a) + exp(b)), elementwise, without overflow on the way."""
    return xp.logaddexp(a, b, out=out)


@primitive(
    infer=rules.broadcast, kind=ELEMENTWISE, promote="float", differentiable=False
)
def nextafter(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Step from `a` to the next number in the direction of `b`, elementwise."""
    return xp.nextafter(a, b, out=out)


def _scaled_infer(x: Spec, exponent: Spec) -> Spec:
    if exponent.dtype.kind not in "iu":
        raise DTypeError(
            f"the exponents (x2) must be integers, got {exponent.dtype.name}; use "
            f"x1 * 2.0 ** x2 for others."
        )
    return Spec(rules.broadcast_shapes(x.shape, exponent.shape), x.dtype)


@primitive(infer=_scaled_infer, kind=ELEMENTWISE)
def ldexp(xp: Any, x: Array, exponent: Array, *, out: Array | None = None) -> Array:
    """X times two to the power of an integer, elementwise, exact."""
    return xp.ldexp(x, exponent, out=out)


@primitive(
    infer=rules.counting, kind=ELEMENTWISE, promote="common", differentiable=False
)
def gcd(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Greatest common divisor, elementwise."""
    return xp.gcd(a, b, out=out)


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


def _cosine(side: Any, length: Any) -> Any:
    zero = length == 0  # where every slope from -1 to 1 is one: take the middle
    return where(zero, 0.0, side / where(zero, 1.0, length))


def _gap(a: Any, b: Any) -> Any:
    # Equal infinities have no difference, but equal shares.
    gap = a - b
    return where(isnan(gap), 0.0, gap)


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
fmod.defvjp(
    a=lambda g, a_spec: unbroadcast(g, a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(-g * trunc(a / b), b_spec),
)
hypot.defvjp(
    a=lambda g, ans, a, a_spec: unbroadcast(g * _cosine(a, ans), a_spec),
    b=lambda g, ans, b, b_spec: unbroadcast(g * _cosine(b, ans), b_spec),
)
logaddexp.defvjp(
    a=lambda g, a, b, a_spec: unbroadcast(g * sigmoid(_gap(a, b)), a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(g * sigmoid(_gap(b, a)), b_spec),
)
ldexp.defvjp(
    x=lambda g, exponent, x_spec: unbroadcast(ldexp(g, exponent), x_spec),
)
arctan2.defvjp(
    a=lambda g, a, b, a_spec: unbroadcast(g * b / _squared(a, b), a_spec),
    b=lambda g, a, b, b_spec: unbroadcast(-g * a / _squared(a, b), b_spec),
)
