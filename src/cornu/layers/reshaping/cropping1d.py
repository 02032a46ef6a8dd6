"""Cropping1D: sequences without their ends."""

from typing import Any

from cornu.layers.arguments import int_tuple
from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_cropping import BaseCropping


@register_layer
class Cropping1D(BaseCropping):
    """Cut steps off both ends of the time axis of (batch, time, channels).

    Parameters
    ----------
    cropping : int or (before, after), default (1, 1)

    Raises
    ------
    ValueError
        If `cropping` holds anything but integers of at least 0.
    ShapeError
        When called: if nothing would be left.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Cropping1D((1, 2))(ops.ones((2, 8, 3))).shape
    (2, 5, 3)
    """

    rank = 1

    def __init__(self, cropping: Any = (1, 1), **kwargs: Any) -> None:
        pair = int_tuple(cropping, 2, "cropping", "Cropping1D", minimum=0)
        super().__init__((pair,), "channels_last", **kwargs)
        self.cropping = pair

    @property
    def _pairs(self) -> tuple[tuple[int, int], ...]:
        return (self.cropping,)
