"""Cropping2D: images without their edges."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_cropping import BaseCropping


@register_layer
class Cropping2D(BaseCropping):
    """Cut off the edges of images, (batch, height, width, channels).

    Parameters
    ----------
    cropping : int, tuple of 2 int, or tuple of 2 pairs (before, after)
        On all sides, per axis, or per side. By default nothing is cut.
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
    >>> layers.Cropping2D(1)(ops.ones((2, 8, 8, 3))).shape
    (2, 6, 6, 3)
    """

    rank = 2

    def __init__(
        self,
        cropping: Any = ((0, 0), (0, 0)),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(cropping, data_format, **kwargs)
