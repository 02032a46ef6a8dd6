"""ContrastLimitedAdaptiveHistogramEqualization: contrast evened out place by place."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.arguments import int_tuple
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import to_range, value_range_of
from cornu.layers.preprocessing.image.histograms import counts_of, planes_of

_BINS = 256


@register_layer
class ContrastLimitedAdaptiveHistogramEqualization(BaseColorLayer):
    """Equalize the shades of each tile of an image, and fade from tile to tile.

    In each tile no shade counts for more than `clip_limit` times the mean; what is
    above is shared out among all shades, so that even areas are not torn apart. Between
    the middles of tiles results are interpolated. The layer is active in training and
    outside.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    clip_limit : float, default 4.0
        In multiples of the mean; 0 or below for no limit.
    tile_grid_size : pair of int, default (8, 8)
        Number of tiles down and across; images are mirrored at their lower and right
        edge to fill them.
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If `tile_grid_size` is not two positive integers.
    ArgumentError
        If `value_range` is no pair of numbers.
    ShapeError
        When called: if height or width is unknown.

    References
    ----------
    .. [1] Zuiderveld, "Contrast Limited Adaptive Histogram Equalization", in: Graphics
       Gems IV, 1994.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.ContrastLimitedAdaptiveHistogramEqualization(
    ...     tile_grid_size=(1, 1), clip_limit=0
    ... )
    >>> layer([[[10.0], [20.0], [200.0]]])[0, :, 0].tolist()
    [85.0, 170.0, 255.0]
    """

    _rests_outside_training = False

    def __init__(
        self,
        value_range: Any = (0, 255),
        clip_limit: float = 4.0,
        tile_grid_size: Any = (8, 8),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = "ContrastLimitedAdaptiveHistogramEqualization"
        self.value_range = value_range_of(value_range, who)
        self.clip_limit = clip_limit
        self.tile_grid_size = int_tuple(tile_grid_size, 2, "tile_grid_size", who)

    def _recolored(self, images: Any, transformation: Any) -> Any:
        planes = planes_of(images, self._channel_axis)
        _, channels, height, width = planes.shape
        if height is None or width is None:
            raise ShapeError(
                f"{self._who()}: height and width must be known, to cut images into "
                f"tiles, got shape {tuple(images.shape)}; resize them first."
            )
        work = to_range(self._limited(planes), self.value_range, (0, 255))
        shades = ops.reshape(ops.cast(ops.floor(work), "int32"), (-1, height, width))
        curves = self._curves(shades, work.dtype)
        found = self._looked_up(curves, shades)
        found = ops.reshape(found, (-1, channels, height, width))
        found = to_range(found, (0, 255), self.value_range)
        return ops.moveaxis(found, 1, self._channel_axis)

    def _tile_size(self, height: int, width: int) -> tuple[int, int]:
        down, across = self.tile_grid_size
        return -(-height // down), -(-width // across)

    def _curves(self, shades: Any, dtype: Any) -> Any:
        """Return what each shade becomes in each tile: (planes, tiles * 256)."""
        _, height, width = shades.shape
        down, across = self.tile_grid_size
        high, wide = self._tile_size(height, width)
        margins = ((0, 0), (0, high * down - height), (0, wide * across - width))
        whole = ops.pad(shades, margins, mode="symmetric")
        tiles = ops.reshape(whole, (-1, down, high, across, wide))
        tiles = ops.transpose(tiles, (0, 1, 3, 2, 4))
        counts = counts_of(ops.reshape(tiles, (-1, high * wide)), _BINS)
        counts = ops.cast(counts, dtype)
        if self.clip_limit > 0:
            limit = self.clip_limit * high * wide / _BINS
            excess = ops.sum(ops.maximum(counts - limit, 0.0), axis=-1, keepdims=True)
            counts = ops.minimum(counts, limit) + excess / _BINS
        reached = ops.cumsum(counts, axis=-1)
        low, top = reached[:, :1], reached[:, -1:]
        spread = ops.where(top > low, top - low, 1.0)
        curves = (reached - low) * 255.0 / spread
        return ops.reshape(curves, (-1, down * across * _BINS))

    def _looked_up(self, curves: Any, shades: Any) -> Any:
        """Return shades between the curves of the four nearest tiles."""
        _, height, width = shades.shape
        down, across = self.tile_grid_size
        high, wide = self._tile_size(height, width)
        rows = _neighbours(height, high, down, curves.dtype)
        columns = _neighbours(width, wide, across, curves.dtype)
        parts = []
        for row, row_share in rows:
            for column, column_share in columns:
                tile = ops.expand_dims(row, 1) * across + column
                index = ops.reshape(shades + tile * _BINS, (-1, height * width))
                found = ops.take_along_axis(curves, index, axis=-1)
                share = ops.expand_dims(row_share, 1) * column_share
                parts.append(ops.reshape(found, (-1, height, width)) * share)
        return sum(parts[1:], parts[0])


def _neighbours(size: int, tile: int, count: int, dtype: Any) -> list[Any]:
    """Return the two tiles nearest to each of `size` pixels, and their shares."""
    place = ops.arange(size, dtype=dtype) / tile - 0.5
    first = ops.floor(place)
    share = place - first
    before = ops.cast(ops.clip(first, 0, count - 1), "int32")
    after = ops.cast(ops.clip(first + 1, 0, count - 1), "int32")
    return [(before, 1.0 - share), (after, share)]
