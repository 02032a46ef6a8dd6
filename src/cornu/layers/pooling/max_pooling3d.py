"""MaxPooling3D: the largest element of each window of volumes."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.pooling.base_pooling import BasePooling


@register_layer
class MaxPooling3D(BasePooling):
    """Take the largest element of each window, channel by channel.

    Inputs are (batch, depth, height, width, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    pool_size : int or tuple of 3 int, default 2
        Size of the window.
    strides : int, tuple of 3 int or None, default None
        Steps between windows; None for `pool_size`: windows side by side.
    padding : {"valid", "same"}, default "valid"
        "valid" uses whole windows only; "same" gives ``ceil(size / stride)`` windows.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if the rank does not fit, or the window is larger than the input.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.MaxPooling3D(2)(ops.ones((2, 4, 8, 8, 3))).shape
    (2, 2, 4, 4, 3)
    """

    rank = 3

    def call(self, inputs: Any) -> Any:
        """Return the largest element of each window of `inputs`."""
        return ops.max_pool(
            inputs, self.pool_size, self.strides, self.padding, self.data_format
        )
