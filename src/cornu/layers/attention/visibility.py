"""Which queries may look at which keys: masks, and numbers that hide."""

from typing import Any

from cornu import ops
from cornu.core import spec_of

_HIDING = {"float16": 65504.0}
_HIDING_WIDE = 1e9


def joined(*masks: Any) -> Any:
    """Return where all masks allow to look, broadcast; None if none is given."""
    found: Any = None
    for mask in masks:
        if mask is not None:
            mask = ops.cast(mask, "bool")
            found = mask if found is None else ops.logical_and(found, mask)
    return found


def band(
    queries: Any, keys: Any, *, causal: bool, window: int | None, axes: Any = (1, 1)
) -> Any:
    """Return which keys lie near enough to a query, and not behind it.

    Parameters
    ----------
    queries, keys : Tensor
    causal : bool
        Whether keys behind a query's own place are hidden.
    window : int or None
        Keys this far from the query, or farther, are hidden.
    axes : pair of int
        Where time stands in `queries` and in `keys`.

    Returns
    -------
    Tensor of bool, shape (1, time of queries, time of keys), or None
        None if nothing is hidden.
    """
    if not causal and window is None:
        return None
    row = ops.expand_dims(_places(queries, axes[0]), 2)  # (1, queries, 1)
    column = ops.expand_dims(_places(keys, axes[1]), 1)  # (1, 1, keys)
    found = ops.less_equal(column, row) if causal else None
    if window is not None:
        ahead = ops.less(column, row + window)
        behind = ops.greater(column, row - window)
        found = joined(found, ahead, behind)
    return found


def _places(x: Any, axis: int) -> Any:
    """Return 0, 1, 2, ... along an axis whose size may be unknown, shape (1, time)."""
    index = tuple(slice(None) if i == axis else 0 for i in range(len(x.shape)))
    return ops.cumsum(ops.ones_like(x[index], dtype="int32"))[None] - 1


def lowered(scores: Any, mask: Any) -> Any:
    """Return scores from which much is taken where `mask` is False.

    A row of nothing else stays as it is but for rounding: nearly even.
    """
    if mask is None:
        return scores
    much = _HIDING.get(spec_of(scores).dtype.name, _HIDING_WIDE)
    return scores - ops.cast(ops.logical_not(mask), scores.dtype) * much


def with_rank(mask: Any, rank: int, axis: int) -> Any:
    """Return a mask with axes of size 1 put in at `axis`, until it has `rank` axes."""
    while mask is not None and len(mask.shape) < rank:
        mask = ops.expand_dims(mask, axis)
    return mask
