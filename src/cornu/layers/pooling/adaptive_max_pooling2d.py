"""AdaptiveMaxPooling2D: images of any size become images of one size."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.pooling.base_adaptive_pooling import BaseAdaptivePooling


@register_layer
class AdaptiveMaxPooling2D(BaseAdaptivePooling):
    """Take the largest element of each of a given number of windows of images.

    Windows are laid evenly: number i of m over n elements goes from
    ``floor(i * n / m)`` to ``ceil((i + 1) * n / m)``. Neighbours may overlap.
    Inputs are (batch, height, width, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    output_size : int or tuple of 2 int
        How many windows there are along each axis.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if the rank does not fit.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.AdaptiveMaxPooling2D(4)(ops.ones((2, 9, 7, 3))).shape
    (2, 4, 4, 3)
    """

    rank = 2

    def _pool(self, inputs: Any) -> Any:
        return ops.adaptive_max_pool(inputs, self.output_size, self.data_format)
