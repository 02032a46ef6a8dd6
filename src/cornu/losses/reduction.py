"""From one value a sample to one value a batch: weights, masks, reductions."""

from typing import Any

from cornu import ops
from cornu.utils.naming import suggest

REDUCTIONS = (
    "sum_over_batch_size",
    "sum",
    "mean",
    "mean_with_sample_weight",
    "none",
    None,
)


def standardize_reduction(owner: str, reduction: str | None) -> str | None:
    """Return `reduction` if it is one.

    Raises
    ------
    ValueError
        If it is none of :data:`REDUCTIONS`.
    """
    if reduction not in REDUCTIONS:
        names = [r for r in REDUCTIONS if r]
        raise ValueError(
            f"{owner}: unknown reduction {reduction!r}."
            f"{suggest(str(reduction), names)} Use one of {', '.join(names)}, or None."
        )
    return reduction


def reduce_weighted(
    values: Any, sample_weight: Any = None, mask: Any = None, reduction: Any = None
) -> Any:
    """Weight the losses of samples and bring them together.

    Parameters
    ----------
    values : Tensor, shape (batch, ...)
    sample_weight : array-like, optional
        Of the shape of `values`, or of its first axes.
    mask : array-like of bool, optional
        Samples or steps that count, likewise.
    reduction : str or None
        "sum_over_batch_size" and "mean" divide the weighted sum by the number of values
        (of those the mask lets through), "mean_with_sample_weight" by the sum of
        weights; "none" and None do not sum.

    Returns
    -------
    Tensor, shape () or that of `values`
    """
    dtype = values.dtype
    count: Any = None
    weights: Any = None
    if mask is not None:
        values, weights = align(values, ops.cast(mask, dtype))
        count = ops.sum(weights * ops.ones_like(values))
    if sample_weight is not None:
        values, own = align(values, ops.cast(sample_weight, dtype))
        weights = own if weights is None else own * weights
    if weights is not None:
        values = values * weights
    if reduction in (None, "none"):
        return values
    if reduction == "sum":
        return ops.sum(values)
    if reduction == "mean_with_sample_weight" and weights is not None:
        # The weights as they were given: one for all samples counts once, as in Keras.
        count = ops.sum(weights)
    if count is None:
        return ops.mean(values)
    return divide_or_zero(ops.sum(values), count)


def divide_or_zero(a: Any, b: Any) -> Any:
    """Return ``a / b``, 0 where `b` is 0."""
    some = b != 0
    return ops.where(some, a / ops.where(some, b, 1.0), 0.0)


def align(values: Any, weights: Any) -> tuple[Any, Any]:
    """Give both one rank: the weight of a sample counts for all of it."""
    if len(values.shape) == 1 and len(weights.shape) == 2 and weights.shape[1] == 1:
        return ops.expand_dims(values, -1), weights
    rank = len(values.shape)
    while len(weights.shape) > rank and weights.shape[-1] == 1:
        weights = ops.squeeze(weights, -1)
    while 0 < len(weights.shape) < rank:
        weights = ops.expand_dims(weights, -1)
    return values, weights
