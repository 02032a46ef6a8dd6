"""Functions of one input, element by element."""

from typing import Any

import numpy as np

from cornu.backend import backend_of
from cornu.core import ELEMENTWISE, dtype_name, primitive
from cornu.primitives import rules
from cornu.primitives.comparison import where
from cornu.primitives.complex import conj
from cornu.primitives.movement import cast
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

negative = _declare("negative", "Minus x.", "-x", None)
absolute = _declare("absolute", "Distance from zero.", "abs(x)", None, rules.magnitude)
sign = _declare("sign", "-1, 0 or 1.", "(x > 0) - (x < 0)", None)
floor = _declare("floor", "Largest integer at most x.", "floor(x)")
ceil = _declare("ceil", "Smallest integer at least x.", "ceil(x)")
trunc = _declare("trunc", "x without its fraction.", "trunc(x)")
rint = _declare("rint", "Nearest integer; halves go to the even one.", "rint(x)")
square = _declare("square", "x times x.", "x * x", None, rules.counted)
reciprocal = _declare("reciprocal", "1 / x.", "1 / x")


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
sqrt = _declare("sqrt", "Square root.", "sqrt(x)")

exp.defvjp(x=lambda g, ans: g * ans)
expm1.defvjp(x=lambda g, ans: g * (ans + 1))
log.defvjp(x=lambda g, x: g / x)
log1p.defvjp(x=lambda g, x: g / (1 + x))
sqrt.defvjp(x=lambda g, ans: g * 0.5 / ans)


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
    out = xp.multiply(x, 0.5, out=out)
    keep = out if isinstance(out, xp.ndarray) else None
    out = xp.tanh(out, out=keep)
    out = xp.multiply(out, 0.5, out=keep)
    return xp.add(out, 0.5, out=keep)


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


@primitive(infer=rules.same, kind=ELEMENTWISE, promote="float", cuda="erf(x)")
def erf(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Error function."""
    backend = backend_of(x)
    assert backend is not None  # a float promotion has made x an array
    if out is None:
        return backend.special.erf(x)
    out[...] = backend.special.erf(x)
    return out


erf.defvjp(x=lambda g, x: g * (2 / np.sqrt(np.pi)).item() * exp(-x * x))
