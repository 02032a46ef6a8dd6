"""Integers as rows of bits, and bytes read as another data type."""

from typing import Any

import numpy as np

from cornu.core import ELEMENTWISE, VIEW, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.typing import Array


def _declare(name: str, sign: str, words: str, infer: Any = rules.whole) -> Any:
    def body(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
        return getattr(xp, name)(a, b, out=out)

    body.__name__, body.__doc__, body.__module__ = name, words, __name__
    return primitive(
        infer=infer,
        kind=ELEMENTWISE,
        promote="common",
        cuda=f"a {sign} b",
        differentiable=False,
    )(body)


bitwise_and = _declare("bitwise_and", "&", "Bits set in both, elementwise.")
bitwise_or = _declare("bitwise_or", "|", "Bits set in one at least, elementwise.")
bitwise_xor = _declare("bitwise_xor", "^", "Bits set in just one, elementwise.")
left_shift = _declare("left_shift", "<<", "a * 2 ** b.", rules.counting)
right_shift = _declare("right_shift", ">>", "a // 2 ** b.", rules.counting)


@primitive(infer=rules.whole, kind=ELEMENTWISE, differentiable=False)
def bitwise_invert(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Every bit turned over."""
    return xp.invert(x, out=out)


def _reread_infer(x: Spec, *, dtype: str) -> Spec:
    kind = np.dtype(dtype)
    if kind.itemsize == x.dtype.itemsize:
        return Spec(x.shape, kind)
    if not x.shape:
        raise ShapeError(
            f"view: x has no axes, so its dtype must be of the same size; {x.dtype} "
            f"has {x.dtype.itemsize} bytes, {kind} has {kind.itemsize}. Use "
            f"ops.reshape(x, (1,)) first."
        )
    last = x.shape[-1]
    if last is None:
        return Spec(x.shape, kind)
    size = last * x.dtype.itemsize
    if size % kind.itemsize:
        raise ShapeError(
            f"view: the last axis of x, shape {x.shape}, holds {size} bytes; for "
            f"dtype {kind} it must be a multiple of {kind.itemsize}."
        )
    return Spec((*x.shape[:-1], size // kind.itemsize), kind)


@primitive(infer=_reread_infer, kind=VIEW, differentiable=False)
def reinterpret(xp: Any, x: Array, *, dtype: str) -> Array:
    """Read the bytes as another data type; the last axis changes its size."""
    if x.shape and np.dtype(dtype).itemsize != x.dtype.itemsize:
        x = xp.ascontiguousarray(x)
    return x.view(dtype)
