"""ZeroPadding2D: zeros around images."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_zero_padding import BaseZeroPadding


@register_layer
class ZeroPadding2D(BaseZeroPadding):
    """Put zeros around images, (batch, height, width, channels).

    Parameters
    ----------
    padding : int, tuple of 2 int, or tuple of 2 pairs (before, after), default 1
        On all sides, per axis, or per side.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If `padding` holds anything but integers of at least 0.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.ZeroPadding2D(1)(ops.ones((2, 3, 4, 1))).shape
    (2, 5, 6, 1)
    """

    rank = 2

    def __init__(
        self,
        padding: Any = (1, 1),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(padding, data_format, **kwargs)
