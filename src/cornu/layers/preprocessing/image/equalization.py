"""Equalization: all shades of a channel equally frequent."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import to_range, value_range_of
from cornu.layers.preprocessing.image.histograms import (
    counts_of,
    flattened,
    planes_of,
)
from cornu.layers.reshaping.sizes import reshaped


@register_layer
class Equalization(BaseColorLayer):
    """Replace each value by its rank within its channel, in training.

    Values are sorted into bins. With ``c`` the number of pixels of the channel in a
    bin and those below it, ``c0`` that of the lowest bin in use, and ``n`` that of all,
    a pixel becomes ``round(255 (c - c0) / (n - c0))`` in a range from 0 to 255. A
    channel of one bin stays as it is.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    bins : int, default 256
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If `bins` is no positive integer.
    ArgumentError
        If `value_range` is no pair of numbers.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Equalization()([[[10.0], [20.0], [200.0]]])[0, :, 0].tolist()
    [0.0, 128.0, 255.0]
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        bins: int = 256,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = value_range_of(value_range, "Equalization")
        self.bins = positive_int(bins, "bins", "Equalization")

    def _recolored(self, images: Any, transformation: Any) -> Any:
        planes = planes_of(images, self._channel_axis)
        work = to_range(self._limited(flattened(planes)), self.value_range, (0, 255))
        places = ops.cast(ops.floor(work * ((self.bins - 1) / 255.0)), "int32")
        counts = counts_of(places, self.bins)
        reached = ops.cast(ops.cumsum(counts, axis=-1), work.dtype)
        everything = reached[:, -1:]
        first = ops.min(
            ops.where(counts > 0, reached, everything), axis=-1, keepdims=True
        )
        rest = everything - first
        is_flat = rest <= 0
        ranks = (reached - first) * 255.0 / ops.where(is_flat, 1.0, rest)
        found = ops.take_along_axis(ops.round(ranks), places, axis=-1)
        found = to_range(found, (0, 255), self.value_range)
        found = ops.where(is_flat, flattened(planes), found)
        found = reshaped(found, tuple(planes.shape))
        return ops.moveaxis(found, 1, self._channel_axis)
