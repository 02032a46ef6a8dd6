"""Softmax and its logarithm, without overflow."""

from typing import Any

from cornu.core import OPAQUE, primitive
from cornu.primitives import rules
from cornu.primitives.elementwise import exp, log
from cornu.primitives.reduction import reduce_max, reduce_sum
from cornu.typing import Array


def _softmax_reference(x: Any, *, axis: int) -> Any:
    weights = exp(x - reduce_max(x, axes=(axis,), keepdims=True))
    return weights / reduce_sum(weights, axes=(axis,), keepdims=True)


def _log_softmax_reference(x: Any, *, axis: int) -> Any:
    shifted = x - reduce_max(x, axes=(axis,), keepdims=True)
    return shifted - log(reduce_sum(exp(shifted), axes=(axis,), keepdims=True))


@primitive(infer=rules.same, kind=OPAQUE, promote="float", reference=_softmax_reference)
def softmax(xp: Any, x: Array, *, axis: int, out: Array | None = None) -> Array:
    """exp(x) divided by its sum along `axis`."""
    out = xp.subtract(x, xp.max(x, axis=axis, keepdims=True, initial=-xp.inf), out=out)
    xp.exp(out, out=out)
    return xp.divide(out, xp.sum(out, axis=axis, keepdims=True), out=out)


def _softmax_vjp(g: Any, ans: Any, axis: int) -> Any:
    weighted = g * ans
    return weighted - ans * reduce_sum(weighted, axes=(axis,), keepdims=True)


softmax.defvjp(x=_softmax_vjp)


@primitive(
    infer=rules.same, kind=OPAQUE, promote="float", reference=_log_softmax_reference
)
def log_softmax(xp: Any, x: Array, *, axis: int, out: Array | None = None) -> Array:
    """Logarithm of softmax along `axis`."""
    out = xp.subtract(x, xp.max(x, axis=axis, keepdims=True, initial=-xp.inf), out=out)
    total = xp.sum(xp.exp(out), axis=axis, keepdims=True)
    return xp.subtract(out, xp.log(total), out=out)


def _log_softmax_vjp(g: Any, ans: Any, axis: int) -> Any:
    return g - exp(ans) * reduce_sum(g, axes=(axis,), keepdims=True)


log_softmax.defvjp(x=_log_softmax_vjp)
