"""ZeroPadding1D: zeros before and after sequences."""

from typing import Any

from cornu.layers.arguments import int_tuple
from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_zero_padding import BaseZeroPadding


@register_layer
class ZeroPadding1D(BaseZeroPadding):
    """Put zeros before and after the time axis of (batch, time, channels).

    Parameters
    ----------
    padding : int or (before, after), default 1
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If `padding` holds anything but integers of at least 0.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.ZeroPadding1D((0, 2))(ops.ones((1, 3, 1)))[0, :, 0].tolist()
    [1.0, 1.0, 1.0, 0.0, 0.0]
    """

    rank = 1

    def __init__(
        self, padding: Any = 1, data_format: str | None = None, **kwargs: Any
    ) -> None:
        pair = int_tuple(padding, 2, "padding", "ZeroPadding1D", minimum=0)
        super().__init__((pair,), data_format, **kwargs)
        self.padding = pair

    @property
    def _pairs(self) -> tuple[tuple[int, int], ...]:
        return (self.padding,)
