"""GlobalMaxPooling2D: the largest element of each channel of images."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.pooling.base_global_pooling import BaseGlobalPooling


@register_layer
class GlobalMaxPooling2D(BaseGlobalPooling):
    """Take the largest element of each channel over all positions.

    Inputs are (batch, height, width, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    keepdims : bool, default False
        Whether the spatial axes stay, with size 1.

    Raises
    ------
    ShapeError
        When called: if the rank of the input does not fit.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.GlobalMaxPooling2D()(ops.ones((2, 8, 8, 3))).shape
    (2, 3)
    """

    rank = 2

    def call(self, inputs: Any) -> Any:
        """Return one number per channel, (batch, channels) without `keepdims`."""
        return ops.max(inputs, axis=self._spatial_axes, keepdims=self.keepdims)
