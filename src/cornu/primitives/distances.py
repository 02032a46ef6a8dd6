"""Lengths of vectors, and distances between points."""

from typing import Any

import numpy as np

from cornu.core import CONTRACTION, REDUCTION, Spec, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives import rules
from cornu.primitives.comparison import where
from cornu.primitives.contraction import matmul
from cornu.primitives.matrices import check_matrix, in_wide
from cornu.primitives.movement import stop_gradient, swap_last
from cornu.primitives.reduction import (
    Axes,
    reduce_mean,
    reduce_sum,
    spread,
    unbroadcast,
)
from cornu.typing import Array


@primitive(infer=rules.reduced, kind=REDUCTION, promote="float")
@in_wide
def length(
    xp: Any, x: Array, *, axes: Axes, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Root of the sum of squares along `axes`; halves are summed in float32."""
    total = xp.sum(xp.square(x), axis=axes, keepdims=keepdims)
    return xp.sqrt(total, out=out)


@length.vjp("x")
def _length_vjp(g: Any, x: Any, ans: Any, x_spec: Spec, axes: Axes) -> Any:
    # At 0, a corner, the slope is 0.
    zero = ans == 0
    slope = where(zero, 0.0, g) / where(zero, 1.0, ans)
    return x * spread(slope, x_spec, axes)


_BLOCK = 2**18  # differences held at a time, so that they stay in the cache


def _cdist_infer(x: Spec, y: Spec) -> Spec:
    check_matrix("cdist", x, "x")
    check_matrix("cdist", y, "y")
    if None not in (x.shape[-1], y.shape[-1]) and x.shape[-1] != y.shape[-1]:
        raise ShapeError(
            f"cdist: x is {x.shape} and y is {y.shape}; their points must have as many "
            f"coordinates, the last size."
        )
    batch = rules.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    dtype = promotion.result_dtype((x, y)) or x.dtype
    return Spec((*batch, x.shape[-2], y.shape[-2]), dtype)


@primitive(infer=_cdist_infer, kind=CONTRACTION, promote="float")
@in_wide
def cdist(xp: Any, x: Array, y: Array) -> Array:
    """Euclidean distances between the rows of `x` and those of `y`.

    From differences, not by the rule for the square of one: that loses all digits
    where points are near. Some rows at a time, so that they never exist all at once.
    """
    if x.ndim < 2 or y.ndim < 2 or x.shape[-1] != y.shape[-1]:
        _cdist_infer(Spec(x.shape, x.dtype), Spec(y.shape, y.dtype))
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    out = xp.empty((*batch, x.shape[-2], y.shape[-2]), x.dtype)
    row = max(int(np.prod(batch)) * y.shape[-2] * y.shape[-1], 1)
    step = max(_BLOCK // row, 1)
    for start in range(0, x.shape[-2], step):
        part = x[..., start : start + step, None, :] - y[..., None, :, :]
        out[..., start : start + step, :] = xp.einsum("...k,...k->...", part, part)
    return xp.sqrt(out, out=out)


@cdist.vjp_joint
def _cdist_vjp(
    g: Any,
    x: Any,
    y: Any,
    ans: Any,
    x_spec: Spec,
    y_spec: Spec,
    needs: tuple[bool, ...],
) -> Any:
    # Each pair pulls along its difference; a sum over pairs is a product of matrices.
    # Measured from the middle of the points, coordinates keep the digits that count.
    zero = ans == 0
    pull = where(zero, 0.0, g) / where(zero, 1.0, ans)
    rows = len(y_spec.shape) - 2
    if y_spec.shape[rows]:
        middle = stop_gradient(reduce_mean(y, axes=(rows,), keepdims=True))
        x, y = x - middle, y - middle
    last = (len(ans.shape) - 1,)
    before = (len(ans.shape) - 2,)
    to_x = to_y = None
    if needs[0]:
        total = reduce_sum(pull, axes=last, keepdims=True)
        to_x = unbroadcast(x * total - matmul(pull, y), x_spec)
    if needs[1]:
        turned = swap_last(pull)
        total = swap_last(reduce_sum(pull, axes=before, keepdims=True))
        to_y = unbroadcast(y * total - matmul(turned, x), y_spec)
    return to_x, to_y
