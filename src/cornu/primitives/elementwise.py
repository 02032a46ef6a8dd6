"""Functions of one input, element by element."""

import math
from typing import Any

import numpy as np

from cornu.backend import backend_of
from cornu.core import ELEMENTWISE, dtype_name, primitive
from cornu.primitives import rules
from cornu.primitives.comparison import where
from cornu.primitives.complex import conj
from cornu.primitives.movement import cast
from cornu.primitives.outputs import settle
from cornu.typing import Array


def _declare(
    name: str,
    words: str,
    cuda: str,
    promote: str | None = "float",
    infer: Any = rules.same,
) -> Any:
    """Declare a primitive whose body is one function of the array namespace."""

    def body(xp: Any, x: Array, *, out: Array | None = None) -> Array:
        return getattr(xp, name)(x, out=out)

    body.__name__, body.__doc__, body.__module__ = name, words, __name__
    return primitive(infer=infer, kind=ELEMENTWISE, promote=promote, cuda=cuda)(body)


# ---- signs and rounding ----

negative = _declare("negative", "Minus x.", "-x", None, rules.signed)
absolute = _declare("absolute", "Distance from zero.", "abs(x)", None, rules.magnitude)
sign = _declare("sign", "-1, 0 or 1.", "(x > 0) - (x < 0)", None, rules.signed)
floor = _declare("floor", "Largest integer at most x.", "floor(x)")
ceil = _declare("ceil", "Smallest integer at least x.", "ceil(x)")
trunc = _declare("trunc", "x without its fraction.", "trunc(x)")
rint = _declare("rint", "Nearest integer; halves go to the even one.", "rint(x)")
reciprocal = _declare("reciprocal", "1 / x.", "1 / x")


@primitive(infer=rules.counted, kind=ELEMENTWISE, cuda="x * x")
def square(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Multiply by itself."""
    return xp.square(x if x.dtype.kind != "b" else x.astype(np.int32), out=out)


def _absolute_vjp(g: Any, x: Any) -> Any:
    if x.dtype.kind != "c":
        return g * sign(x)
    distance = absolute(x)
    return conj(x) * (g / where(distance == 0, 1.0, distance))  # 0 at 0


negative.defvjp(x=lambda g: -g)
absolute.defvjp(x=_absolute_vjp)
sign.defvjp()
floor.defvjp()
ceil.defvjp()
trunc.defvjp()
rint.defvjp()
square.defvjp(x=lambda g, x: g * (2 * x))
reciprocal.defvjp(x=lambda g, ans: -g * ans * ans)

# ---- exponentials and roots ----

exp = _declare("exp", "e to the power of x.", "exp(x)")
expm1 = _declare("expm1", "exp(x) - 1, exact near zero.", "expm1(x)")
log = _declare("log", "Natural logarithm.", "log(x)")
log1p = _declare("log1p", "log(1 + x), exact near zero.", "log1p(x)")
log2 = _declare("log2", "Logarithm to base 2.", "log2(x)")
log10 = _declare("log10", "Logarithm to base 10.", "log10(x)")
sqrt = _declare("sqrt", "Square root.", "sqrt(x)")
cbrt = _declare("cbrt", "Cube root.", "cbrt(x)")

exp.defvjp(x=lambda g, ans: g * ans)
expm1.defvjp(x=lambda g, ans: g * (ans + 1))
log.defvjp(x=lambda g, x: g / x)
log1p.defvjp(x=lambda g, x: g / (1 + x))
log2.defvjp(x=lambda g, x: g / (math.log(2) * x))
log10.defvjp(x=lambda g, x: g / (math.log(10) * x))
sqrt.defvjp(x=lambda g, ans: g * 0.5 / ans)
cbrt.defvjp(x=lambda g, ans: g / (3 * ans * ans))


@primitive(infer=rules.same, kind=ELEMENTWISE, promote="float", cuda="rsqrt(x)")
def rsqrt(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """One over the square root."""
    out = xp.sqrt(x, out=out)
    return xp.reciprocal(out, out=out if isinstance(out, xp.ndarray) else None)


rsqrt.defvjp(x=lambda g, ans: g * (-0.5) * ans * ans * ans)

# ---- trigonometric and hyperbolic ----

sin = _declare("sin", "Sine of an angle in radians.", "sin(x)")
cos = _declare("cos", "Cosine of an angle in radians.", "cos(x)")
tan = _declare("tan", "Tangent of an angle in radians.", "tan(x)")
arcsin = _declare("arcsin", "Angle whose sine is x.", "asin(x)")
arccos = _declare("arccos", "Angle whose cosine is x.", "acos(x)")
arctan = _declare("arctan", "Angle whose tangent is x.", "atan(x)")
sinh = _declare("sinh", "Hyperbolic sine.", "sinh(x)")
cosh = _declare("cosh", "Hyperbolic cosine.", "cosh(x)")
tanh = _declare("tanh", "Hyperbolic tangent.", "tanh(x)")
arcsinh = _declare("arcsinh", "Inverse hyperbolic sine.", "asinh(x)")
arccosh = _declare("arccosh", "Inverse hyperbolic cosine.", "acosh(x)")
arctanh = _declare("arctanh", "Inverse hyperbolic tangent.", "atanh(x)")

sin.defvjp(x=lambda g, x: g * cos(x))
cos.defvjp(x=lambda g, x: -g * sin(x))
tan.defvjp(x=lambda g, ans: g * (1 + ans * ans))
arcsin.defvjp(x=lambda g, x: g * rsqrt(1 - x * x))
arccos.defvjp(x=lambda g, x: -g * rsqrt(1 - x * x))
arctan.defvjp(x=lambda g, x: g / (1 + x * x))
sinh.defvjp(x=lambda g, x: g * cosh(x))
cosh.defvjp(x=lambda g, x: g * sinh(x))
tanh.defvjp(x=lambda g, ans: g * (1 - ans * ans))
arcsinh.defvjp(x=lambda g, x: g * rsqrt(x * x + 1))
# Two roots, as one of their product would take the wrong branch on a complex half.
arccosh.defvjp(x=lambda g, x: g * rsqrt(x - 1) * rsqrt(x + 1))
arctanh.defvjp(x=lambda g, x: g / (1 - x * x))

# ---- the curves of neural networks ----


@primitive(
    infer=rules.same, kind=ELEMENTWISE, promote="float", cuda="1 / (1 + exp(-x))"
)
def sigmoid(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Logistic curve 1 / (1 + exp(-x))."""
    # As half a tanh it cannot overflow and costs one pass less than with exp.
    half = x.dtype.type(0.5)  # beside bfloat16 a plain 0.5 would be float32
    out = xp.multiply(x, half, out=out)
    keep = out if isinstance(out, xp.ndarray) else None
    out = xp.tanh(out, out=keep)
    out = xp.multiply(out, half, out=keep)
    return xp.add(out, half, out=keep)


sigmoid.defvjp(x=lambda g, ans: g * (ans * (1 - ans)))


@primitive(infer=rules.same, kind=ELEMENTWISE, cuda="max(x, 0)")
def relu(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Take the positive part, max(x, 0)."""
    # A plain 0 would lift truth values to integers.
    return xp.maximum(x, False if x.dtype.kind == "b" else 0, out=out)


relu.defvjp(x=lambda g, ans: g * cast(ans > 0, dtype=dtype_name(g.dtype)))


@primitive(infer=rules.same, kind=ELEMENTWISE, promote="float", cuda="log1p(exp(x))")
def softplus(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Smooth positive part, log(1 + exp(x))."""
    return xp.logaddexp(x, xp.zeros((), x.dtype), out=out)


softplus.defvjp(x=lambda g, x: g * sigmoid(x))


# ---- special functions, by the backend ----


def _special(name: str, words: str, cuda: str) -> Any:
    def body(xp: Any, x: Array, *, out: Array | None = None) -> Array:
        backend = backend_of(x)
        assert backend is not None  # a float promotion has made x an array
        return settle(getattr(backend.special, name)(x), out)

    body.__name__, body.__doc__, body.__module__ = name, words, __name__
    return primitive(infer=rules.same, kind=ELEMENTWISE, promote="float", cuda=cuda)(
        body
    )


erf = _special("erf", "Error function.", "erf(x)")
erfc = _special("erfc", "1 - erf(x), exact where that is small.", "erfc(x)")
erfinv = _special("erfinv", "Number whose error function is x.", "erfinv(x)")
i0 = _special("i0", "Modified Bessel function of order 0.", "cyl_bessel_i0(x)")
i1 = _special("i1", "Modified Bessel function of order 1.", "cyl_bessel_i1(x)")

_SLOPE = 2 / math.sqrt(math.pi)

erf.defvjp(x=lambda g, x: g * _SLOPE * exp(-x * x))
erfc.defvjp(x=lambda g, x: g * -_SLOPE * exp(-x * x))
erfinv.defvjp(x=lambda g, ans: g * (1 / _SLOPE) * exp(ans * ans))
i0.defvjp(x=lambda g, x: g * i1(x))


@i1.vjp("x")
def _i1_vjp(g: Any, ans: Any, x: Any) -> Any:
    zero = x == 0
    ratio = ans / where(zero, 1.0, x)  # i1(x) / x is a half at 0
    return g * (i0(x) - where(zero, 0.5, ratio))
