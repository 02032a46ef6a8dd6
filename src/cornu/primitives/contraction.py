"""Matrix products, and products over any axes named by letters."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.core import CONTRACTION, Spec, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.primitives.matrices import is_half
from cornu.primitives.movement import reshape, swap_last
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


@primitive(infer=rules.contracted, kind=CONTRACTION, promote="common")
def matmul(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Matrix product over the last two axes, batched over the others."""
    if isinstance(a, np.ndarray) and is_half(a.dtype):
        return settle(xp.matmul(*_widened(a, b)).astype(a.dtype), out)
    if b.ndim == 2 and a.ndim > 2 and (out is None or out.flags.c_contiguous):
        # One large product instead of one per leading index.
        rows = math.prod(a.shape[:-1])
        flat = None if out is None else out.reshape(rows, b.shape[-1])
        found = xp.matmul(a.reshape(rows, a.shape[-1]), b, out=flat)
        return out if out is not None else found.reshape(*a.shape[:-1], b.shape[-1])
    return xp.matmul(a, b, out=out)


def _widened(*arrays: Array) -> list[Array]:
    """Return arrays of 16-bit floats in float32, which BLAS knows."""
    return [x.astype(np.float32) for x in arrays]


@matmul.vjp("a")
def _matmul_a(g: Any, b: Any, a_spec: Any) -> Any:
    return unbroadcast(matmul(g, swap_last(b)), a_spec)


@matmul.vjp("b")
def _matmul_b(g: Any, a: Any, b_spec: Any) -> Any:
    if len(b_spec.shape) == 2 and len(a.shape) > 2:
        a = reshape(a, shape=(-1, a.shape[-1])) if a.shape[-1] else a
        g = reshape(g, shape=(-1, g.shape[-1])) if g.shape[-1] else g
    return unbroadcast(matmul(swap_last(a), g), b_spec)


def _letters(subscripts: str) -> tuple[str, str, str]:
    inputs, _, result = subscripts.partition("->")
    a, _, b = inputs.partition(",")
    return a, b, result


def _einsum_infer(a: Spec, b: Spec, *, subscripts: str) -> Spec:
    sizes: dict[str, int | None] = {}
    names_a, names_b, result = _letters(subscripts)
    for names, spec in ((names_a, a), (names_b, b)):
        if len(names) != len(spec.shape):
            raise ShapeError(
                f"einsum: {names!r} in {subscripts!r} names {len(names)} axes, but the "
                f"array has shape {spec.shape}."
            )
        for name, n in zip(names, spec.shape):
            before = sizes.get(name)
            if before is not None and n is not None and before != n:
                raise ShapeError(
                    f"einsum: {name!r} in {subscripts!r} is {before} in one array and "
                    f"{n} in the other (shapes {a.shape} and {b.shape}); it must be "
                    f"the same."
                )
            sizes[name] = n if before is None else before
    dtype = promotion.result_dtype((a, b)) or a.dtype
    return Spec(tuple(sizes[name] for name in result), dtype)


@primitive(infer=_einsum_infer, kind=CONTRACTION, promote="common")
def einsum(
    xp: Any, a: Array, b: Array, *, subscripts: str, out: Array | None = None
) -> Array:
    """Multiply two arrays whose axes have letters; sum over those not in the result.

    Each letter stands once in an input, and one found in a single input is also in
    the result. A primitive because the sizes of its reshapes are only known here.
    """
    if isinstance(a, np.ndarray) and is_half(a.dtype):
        found = einsum.forward(xp, *_widened(a, b), subscripts=subscripts)
        return settle(found.astype(a.dtype), out)
    return contract(
        xp, a, b, subscripts, lambda a, b, out: xp.matmul(a, b, out=out), out
    )


def contract(
    xp: Any,
    a: Array,
    b: Array,
    subscripts: str,
    multiply: Callable[[Array, Array, Array | None], Array],
    out: Array | None = None,
) -> Array:
    """Do what :data:`einsum` does, with the matrix product ``multiply(a, b, out)``."""
    names_a, names_b, result = _letters(subscripts)
    found = _einsum_infer(
        Spec(a.shape, a.dtype), Spec(b.shape, b.dtype), subscripts=subscripts
    )
    batch = [c for c in result if c in names_a and c in names_b]
    inner = [c for c in names_a if c in names_b and c not in result]
    left = [c for c in names_a if c not in names_b]
    right = [c for c in names_b if c not in names_a]
    a = _arranged(a, names_a, (batch, left, inner))
    b = _arranged(b, names_b, (batch, inner, right))
    order = [*batch, *left, *right]
    target = None
    if out is not None and order == list(result) and out.flags.c_contiguous:
        target = out.reshape(*a.shape[:-1], b.shape[-1])
    if inner:
        product = multiply(a, b, target)
    else:
        product = xp.multiply(a, b, out=target)
    if target is not None:
        return out
    sizes = dict(zip(result, found.shape))
    product = product.reshape([sizes[c] for c in order])
    product = product.transpose([order.index(c) for c in result])
    if out is None:
        return product
    out[...] = product
    return out


def _arranged(x: Array, names: str, groups: tuple[list[str], ...]) -> Array:
    """Bring the axes into groups; those of the last two become one axis each."""
    sizes = dict(zip(names, x.shape))
    order = [names.index(c) for group in groups for c in group]
    lengths = [sizes[c] for c in groups[0]]
    for group in groups[1:]:
        total = 1
        for c in group:
            total *= sizes[c]
        lengths.append(total)
    return x.transpose(order).reshape(lengths)


@einsum.vjp("a")
def _einsum_a(g: Any, b: Any, subscripts: str) -> Any:
    names_a, names_b, result = _letters(subscripts)
    return einsum(g, b, subscripts=f"{result},{names_b}->{names_a}")


@einsum.vjp("b")
def _einsum_b(g: Any, a: Any, subscripts: str) -> Any:
    names_a, names_b, result = _letters(subscripts)
    return einsum(a, g, subscripts=f"{names_a},{result}->{names_b}")
