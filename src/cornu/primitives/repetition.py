"""Primitives that repeat elements."""

from typing import Any

from cornu.core import GATHER, Spec, primitive
from cornu.primitives.movement import reshape
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import reduce_sum
from cornu.typing import Array


def _repeat_infer(x: Spec, *, repeats: int, axis: int) -> Spec:
    n = x.shape[axis]
    size = None if n is None else n * repeats
    return Spec((*x.shape[:axis], size, *x.shape[axis + 1 :]), x.dtype)


@primitive(infer=_repeat_infer, kind=GATHER)
def repeat(
    xp: Any, x: Array, *, repeats: int, axis: int, out: Array | None = None
) -> Array:
    """Repeat each element `repeats` times along one axis."""
    if out is None:
        return xp.repeat(x, repeats, axis=axis)
    shape = (*x.shape[: axis + 1], repeats, *x.shape[axis + 1 :])
    if out.flags.c_contiguous:
        out.reshape(shape)[...] = xp.expand_dims(x, axis + 1)
        return out
    return settle(xp.repeat(x, repeats, axis=axis), out)


@repeat.vjp("x")
def _repeat_vjp(g: Any, x_spec: Spec, repeats: int, axis: int) -> Any:
    split = (*x_spec.shape[: axis + 1], repeats, *x_spec.shape[axis + 1 :])
    return reduce_sum(reshape(g, shape=split), axes=(axis + 1,))


def _tile_infer(x: Spec, *, repeats: tuple[int, ...]) -> Spec:
    return Spec(
        tuple(None if n is None else n * r for n, r in zip(x.shape, repeats)), x.dtype
    )


@primitive(infer=_tile_infer, kind=GATHER)
def tile(
    xp: Any, x: Array, *, repeats: tuple[int, ...], out: Array | None = None
) -> Array:
    """Repeat the whole array `repeats[i]` times along axis i."""
    if out is None or not out.flags.c_contiguous:
        return settle(xp.tile(x, repeats), out)
    pairs = [n for pair in zip(repeats, x.shape) for n in pair]
    single = [n for size in x.shape for n in (1, size)]
    out.reshape(pairs)[...] = x.reshape(single)
    return out


@tile.vjp("x")
def _tile_vjp(g: Any, x_spec: Spec, repeats: tuple[int, ...]) -> Any:
    shape: list[int] = []
    for r, n in zip(repeats, x_spec.shape):
        shape += [r, n]  # type: ignore[list-item]
    axes = tuple(range(0, 2 * len(repeats), 2))
    return reduce_sum(reshape(g, shape=tuple(shape)), axes=axes)
