"""Sample weights, as running sums need them."""

from typing import Any

from cornu import ops


def weighted(values: Any, weights: Any, dtype: str) -> tuple[Any, Any]:
    """Return values times weights, and the weights, both of the values' shape.

    Parameters
    ----------
    values : array-like, shape (batch, ...)
    weights : array-like
        Of the shape of `values` or of its first axes; or one that broadcasts.
    dtype : str

    Returns
    -------
    tuple of Tensor
    """
    values, weights = ops.cast(values, dtype), ops.cast(weights, dtype)
    rank = len(values.shape)
    while len(weights.shape) > rank and weights.shape[-1] == 1:
        weights = ops.squeeze(weights, -1)
    while 0 < len(weights.shape) < rank:
        weights = ops.expand_dims(weights, -1)
    return values * weights, weights * ops.ones_like(values)


def numbers_each(values: Any) -> float:
    """Return how many values there are for each sample (index of the first axis)."""
    each = 1
    for size in values.shape[1:]:
        each *= size
    return float(max(each, 1))


def divide_or_zero(a: Any, b: Any) -> Any:
    """Return ``a / b``, 0 where `b` is 0."""
    some = ops.not_equal(b, 0)
    return ops.where(some, a / ops.where(some, b, 1.0), 0.0)


def masked(weights: Any, mask: Any, dtype: str) -> Any:
    """Return weights that are zero where the mask is; either may be None."""
    if mask is None:
        return weights
    mask = ops.cast(mask, dtype)
    if weights is None:
        return mask
    weights = ops.cast(weights, dtype)
    while len(weights.shape) < len(mask.shape):
        weights = ops.expand_dims(weights, -1)
    while len(mask.shape) < len(weights.shape):
        mask = ops.expand_dims(mask, -1)
    return weights * mask
