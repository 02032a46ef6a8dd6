"""Cropping3D: volumes without their edges."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_cropping import BaseCropping


@register_layer
class Cropping3D(BaseCropping):
    """Cut off the edges of volumes.

    Inputs are (batch, depth, height, width, channels).

    Parameters
    ----------
    cropping : int, tuple of 3 int, or tuple of 3 pairs (before, after)
        On all sides, per axis, or per side. By default 1 everywhere.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If `cropping` holds anything but integers of at least 0.
    ShapeError
        When called: if nothing would be left of an axis.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Cropping3D(1)(ops.ones((2, 8, 8, 8, 3))).shape
    (2, 6, 6, 6, 3)
    """

    rank = 3

    def __init__(
        self,
        cropping: Any = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(cropping, data_format, **kwargs)
