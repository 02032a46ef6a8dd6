"""Truth values: comparisons, logic, and the choice between two inputs."""

from typing import Any

import numpy as np

from cornu.core import ELEMENTWISE, Spec, dtype_name, primitive
from cornu.core.promotion import promote_types
from cornu.primitives import rules
from cornu.primitives.movement import cast
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


def _declare(name: str, sign: str, words: str) -> Any:
    def body(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
        return getattr(xp, name)(a, b, out=out)

    body.__name__, body.__doc__, body.__module__ = name, words, __name__
    return primitive(
        infer=rules.compared,
        kind=ELEMENTWISE,
        promote="common",
        cuda=f"a {sign} b",
        differentiable=False,
    )(body)


equal = _declare("equal", "==", "Whether a = b, elementwise.")
not_equal = _declare("not_equal", "!=", "Whether a differs from b, elementwise.")
less = _declare("less", "<", "Whether a < b, elementwise.")
less_equal = _declare("less_equal", "<=", "Whether a <= b, elementwise.")
greater = _declare("greater", ">", "Whether a > b, elementwise.")
greater_equal = _declare("greater_equal", ">=", "Whether a >= b, elementwise.")
logical_and = _declare("logical_and", "&&", "Whether both are true, elementwise.")
logical_or = _declare("logical_or", "||", "Whether one is true, elementwise.")
logical_xor = _declare("logical_xor", "!=", "Whether just one is true, elementwise.")


@primitive(infer=rules.compared, kind=ELEMENTWISE, differentiable=False)
def logical_not(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Whether false (zero), elementwise."""
    return xp.logical_not(x, out=out)


@primitive(infer=rules.compared, kind=ELEMENTWISE, differentiable=False)
def isnan(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Whether not a number, elementwise."""
    return xp.isnan(x, out=out)


@primitive(infer=rules.compared, kind=ELEMENTWISE, differentiable=False)
def isinf(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Whether infinite, elementwise."""
    return xp.isinf(x, out=out)


@primitive(infer=rules.compared, kind=ELEMENTWISE, differentiable=False)
def isfinite(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Whether neither infinite nor NaN, elementwise."""
    return xp.isfinite(x, out=out)


_SCALARS = (bool, int, float)
BOOL = np.dtype(bool)


def _where_infer(condition: Spec, a: Spec, b: Spec) -> Spec:
    shape = rules.broadcast_shapes(condition.shape, a.shape, b.shape)
    return Spec(shape, promote_types(a.dtype, b.dtype))


@primitive(infer=_where_infer, kind=ELEMENTWISE, cuda="condition ? a : b")
def where(
    xp: Any, condition: Array, a: Array, b: Array, *, out: Array | None = None
) -> Array:
    """Take `a` where the condition holds, else `b`; both of one data type."""
    if out is None:
        return xp.where(condition, _beside(a, b), _beside(b, a))
    out[...] = b
    xp.copyto(out, a, where=_truth(condition))
    return out


def _beside(value: Any, other: Any) -> Any:
    """Return a number as bfloat16 beside one: NumPy would take float32 for both."""
    if type(value) in _SCALARS and getattr(other, "dtype", BOOL).kind == "V":
        return np.asarray(value, other.dtype)
    return value


def _truth(condition: Any) -> Any:
    dtype = getattr(condition, "dtype", None)
    return condition if dtype in (None, np.bool_) else condition != 0


where.defvjp(
    a=lambda g, condition, a_spec: unbroadcast(where(condition, g, 0.0), a_spec),
    b=lambda g, condition, b_spec: unbroadcast(where(condition, 0.0, g), b_spec),
)


def _clip_infer(x: Spec, *, low: float | None, high: float | None) -> Spec:
    return x


@primitive(infer=_clip_infer, kind=ELEMENTWISE)
def clip(
    xp: Any,
    x: Array,
    *,
    low: float | None,
    high: float | None,
    out: Array | None = None,
) -> Array:
    """Limit to the interval from `low` to `high`."""
    if x.dtype.kind in "iu":
        info = np.iinfo(x.dtype)
        low = None if low is None else max(int(low), info.min)
        high = None if high is None else min(int(high), info.max)
    if x.dtype.kind == "V":  # NumPy's clip would take bfloat16 for float32
        raised = x if low is None else xp.maximum(x, _beside(low, x))
        return settle(
            xp.positive(raised)
            if high is None
            else xp.minimum(raised, _beside(high, x)),
            out,
        )
    return xp.clip(x, low, high, out=out)


@clip.vjp("x")
def _clip_vjp(g: Any, x: Any, low: float | None, high: float | None) -> Any:
    if low is not None:
        g = g * cast(x >= low, dtype=dtype_name(g.dtype))
    if high is not None:
        g = g * cast(x <= high, dtype=dtype_name(g.dtype))
    return g
