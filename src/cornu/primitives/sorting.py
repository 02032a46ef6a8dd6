"""Order: sorting, positions of sorted elements, the largest k."""

from typing import Any

import numpy as np

from cornu.core import OPAQUE, Spec, primitive
from cornu.errors import ShapeError
from cornu.primitives.indexing import take_along_axis, take_along_axis_transpose
from cornu.primitives.outputs import settle, settle_all
from cornu.typing import Array


def _argsort_infer(x: Spec, *, axis: int) -> Spec:
    return Spec(x.shape, np.dtype(np.int32))


@primitive(infer=_argsort_infer, kind=OPAQUE, differentiable=False)
def argsort(xp: Any, x: Array, *, axis: int, out: Array | None = None) -> Array:
    """Positions that sort along `axis`, smallest first; equal ones keep their order."""
    order = xp.argsort(x, axis=axis, kind="stable")
    return order.astype(np.int32) if out is None else settle(order, out)


def _sort_infer(x: Spec, *, axis: int) -> tuple[Spec, Spec]:
    return x, Spec(x.shape, np.dtype(np.int32))


@primitive(infer=_sort_infer, kind=OPAQUE)
def sort_with_positions(
    xp: Any, x: Array, *, axis: int, out: tuple[Array, Array] | None = None
) -> tuple[Array, ...]:
    """Sort along `axis`; return the sorted array and where each element was."""
    order = xp.argsort(x, axis=axis, kind="stable")
    found = xp.take_along_axis(x, order, axis=axis)
    if out is None:
        return found, order.astype(np.int32)
    return settle_all((found, order), out)


@sort_with_positions.vjp("x")
def _sort_vjp(g: Any, ans: Any, x_spec: Spec, axis: int) -> Any:
    return take_along_axis_transpose(g[0], ans[1], shape=x_spec.shape, axis=axis)


def _top_k_infer(x: Spec, *, k: int) -> tuple[Spec, Spec]:
    n = x.shape[-1]
    if n is not None and k > n:
        raise ShapeError(f"top_k: k is {k}, but the last axis of {x.shape} has {n}.")
    shape = (*x.shape[:-1], k)
    return Spec(shape, x.dtype), Spec(shape, np.dtype(np.int32))


@primitive(infer=_top_k_infer, kind=OPAQUE)
def top_k(
    xp: Any, x: Array, *, k: int, out: tuple[Array, Array] | None = None
) -> tuple[Array, ...]:
    """Return the k largest along the last axis, largest first, and their positions."""
    if k > x.shape[-1]:
        raise ShapeError(
            f"top_k: k is {k}, but the last axis of {x.shape} has {x.shape[-1]}."
        )
    # Sorting the reversed array keeps the first of equal elements first.
    order = xp.argsort(x[..., ::-1], axis=-1, kind="stable")[..., ::-1][..., :k]
    order = x.shape[-1] - 1 - order
    found = xp.take_along_axis(x, order, axis=-1)
    if out is None:
        return found, order.astype(np.int32)
    return settle_all((found, order), out)


@top_k.vjp("x")
def _top_k_vjp(g: Any, ans: Any, x_spec: Spec) -> Any:
    return take_along_axis_transpose(
        g[0], ans[1], shape=x_spec.shape, axis=len(x_spec.shape) - 1
    )


__all__ = ["argsort", "sort_with_positions", "take_along_axis", "top_k"]
