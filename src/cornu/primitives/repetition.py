"""Primitives that repeat elements."""

from typing import Any

from cornu.core import GATHER, Spec, primitive
from cornu.primitives.movement import reshape
from cornu.primitives.reduction import reduce_sum
from cornu.typing import Array


def _repeat_infer(x: Spec, *, repeats: int, axis: int) -> Spec:
    n = x.shape[axis]
    size = None if n is None else n * repeats
    return Spec((*x.shape[:axis], size, *x.shape[axis + 1 :]), x.dtype)


@primitive(infer=_repeat_infer, kind=GATHER)
def repeat(xp: Any, x: Array, *, repeats: int, axis: int) -> Array:
    """Repeat each element `repeats` times along one axis."""
    return xp.repeat(x, repeats, axis=axis)


@repeat.vjp("x")
def _repeat_vjp(g: Any, x_spec: Spec, repeats: int, axis: int) -> Any:
    split = (*x_spec.shape[: axis + 1], repeats, *x_spec.shape[axis + 1 :])
    return reduce_sum(reshape(g, shape=split), axes=(axis + 1,))


def _tile_infer(x: Spec, *, repeats: tuple[int, ...]) -> Spec:
    return Spec(
        tuple(None if n is None else n * r for n, r in zip(x.shape, repeats)), x.dtype
    )


@primitive(infer=_tile_infer, kind=GATHER)
def tile(xp: Any, x: Array, *, repeats: tuple[int, ...]) -> Array:
    """Repeat the whole array `repeats[i]` times along axis i."""
    return xp.tile(x, repeats)


@tile.vjp("x")
def _tile_vjp(g: Any, x_spec: Spec, repeats: tuple[int, ...]) -> Any:
    shape: list[int] = []
    for r, n in zip(repeats, x_spec.shape):
        shape += [r, n]  # type: ignore[list-item]
    axes = tuple(range(0, 2 * len(repeats), 2))
    return reduce_sum(reshape(g, shape=tuple(shape)), axes=axes)
