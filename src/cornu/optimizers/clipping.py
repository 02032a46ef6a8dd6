"""Limits on gradients before they are used."""

from collections.abc import Sequence
from typing import Any

from cornu import ops
from cornu.primitives.optimizer_steps import sum_squares


def clip_by_norm(gradient: Any, limit: float) -> Any:
    """Shorten a gradient to length `limit` if it is longer.

    Parameters
    ----------
    gradient : Tensor
    limit : float, > 0
        Largest Euclidean length over all elements.
    """
    length = ops.sqrt(sum_squares(gradient))
    return gradient * (limit / ops.maximum(length, limit))


def clip_by_global_norm(gradients: Sequence[Any], limit: float) -> list[Any]:
    """Shorten all gradients by one factor if together they are longer than `limit`.

    Parameters
    ----------
    gradients : sequence of Tensor
    limit : float, > 0
        Largest Euclidean length over all elements of all gradients.
    """
    kinds: dict[Any, list[Any]] = {}
    for gradient in gradients:
        kinds.setdefault(gradient.dtype, []).append(gradient)
    total: Any = 0.0
    for same in kinds.values():
        total = total + sum_squares(*same)
    factor = limit / ops.maximum(ops.sqrt(total), limit)
    factors = {kind: ops.cast(factor, kind) for kind in kinds}
    return [g * factors[g.dtype] for g in gradients]
