"""From the numbers of categories to vectors, for all layers that find such numbers."""

from typing import Any

from cornu import ops
from cornu.core import spec_of
from cornu.layers.arguments import one_of
from cornu.primitives.indexing import take_along_axis_transpose

MODES = ("int", "one_hot", "multi_hot", "count")
_ALIASES = {"binary": "multi_hot", "tf-idf": "tf_idf"}


def output_mode_of(value: Any, known: tuple[str, ...], who: str) -> str:
    """Return the name of an output mode; its older names are known too."""
    word = _ALIASES.get(value, value) if isinstance(value, str) else value
    return one_of(word, known, "output_mode", who)


def encode(numbers: Any, mode: str, depth: int, dtype: str, weights: Any = None) -> Any:
    """Return vectors that say which categories there are.

    Parameters
    ----------
    numbers : tensor of int
        Those outside ``[0, depth)`` count for nothing.
    mode : {"int", "one_hot", "multi_hot", "count"}
        ``"int"`` leaves the numbers as they are. ``"one_hot"``: a vector for each
        number; a last axis of size 1 is used up. ``"multi_hot"``, ``"count"``: one
        vector for all numbers along the last axis, with ones or with how many.
    depth : int
        Length of the vectors.
    dtype : str
    weights : tensor, shape of `numbers`, optional
        What each number counts, in place of 1.
    """
    if mode == "int":
        return ops.cast(numbers, dtype)
    if not len(numbers.shape):
        numbers = ops.reshape(numbers, (1,))
    if mode == "one_hot":
        if len(numbers.shape) > 1 and numbers.shape[-1] == 1:
            numbers = ops.squeeze(numbers, -1)
        return ops.one_hot(numbers, depth, dtype=dtype)
    inside = ops.logical_and(numbers >= 0, numbers < depth)
    counts = ops.cast(inside, dtype)
    if weights is not None:
        counts = counts * ops.cast(ops.reshape(weights, numbers.shape), dtype)
    where = ops.where(inside, numbers, ops.zeros_like(numbers))
    rank = len(numbers.shape)
    total = take_along_axis_transpose(
        counts, where, shape=(*numbers.shape[:-1], depth), axis=rank - 1
    )
    return ops.minimum(total, _one(total)) if mode == "multi_hot" else total


def _one(like: Any) -> Any:
    return ops.ones((), spec_of(like).dtype.name)
