"""How often values occur in planes: single channels of images."""

from typing import Any

from cornu import ops
from cornu.layers.reshaping.sizes import product, reshaped
from cornu.primitives import sorting


def planes_of(images: Any, channel_axis: int) -> Any:
    """Return (batch, channels, height, width) for a batch of images."""
    return ops.moveaxis(images, channel_axis, 1)


def flattened(planes: Any) -> Any:
    """Return (batch * channels, height * width); sizes may be unknown."""
    batch, channels, height, width = planes.shape
    return reshaped(planes, (product((batch, channels)), product((height, width))))


def counts_of(numbers: Any, length: int) -> Any:
    """Return how often each integer below `length` stands in each row.

    Examples
    --------
    >>> counts_of(ops.array([[0, 2, 2]]), 4).tolist()
    [[1, 0, 2, 0]]
    """
    return sorting.bincount(numbers, None, length=length)
