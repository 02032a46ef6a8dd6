"""Resizing: images of another height and width."""

import math
from typing import Any

from cornu import ops
from cornu.errors import ArgumentError
from cornu.layers.arguments import one_of, positive_int
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer
from cornu.ops.bounding_boxes.formats import joined, parts

_INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")


@register_layer
class Resizing(BaseImageLayer):
    """Give images another height and width, in training and outside.

    Parameters
    ----------
    height, width : int
        Size of the results in pixels.
    interpolation : str, default "bilinear"
        "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
    crop_to_aspect_ratio : bool, default False
        Whether to cut what is too long, evenly at both ends, before resizing.
    pad_to_aspect_ratio : bool, default False
        Whether to fill up what is too short, evenly at both ends, before resizing.
    fill_mode : {"constant"}, default "constant"
        What to fill up with.
    fill_value : float, default 0.0
    antialias : bool, default False
        Whether to smooth images that shrink, so that no pixel is passed over.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If a size is below 1, a word is unknown, or both proportions shall be kept.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Resizing(2, 3)(ops.ones((4, 8, 8, 1))).shape
    (4, 2, 3, 1)
    """

    _rests_outside_training = False

    def __init__(
        self,
        height: int,
        width: int,
        interpolation: str = "bilinear",
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant",
        fill_value: float = 0.0,
        antialias: bool = False,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.height = positive_int(height, "height", "Resizing")
        self.width = positive_int(width, "width", "Resizing")
        self.interpolation = one_of(
            interpolation, _INTERPOLATIONS, "interpolation", "Resizing"
        )
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ArgumentError(
                "Resizing: crop_to_aspect_ratio and pad_to_aspect_ratio exclude each "
                "other; set one of them."
            )
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode = one_of(fill_mode, ("constant",), "fill_mode", "Resizing")
        self.fill_value = fill_value
        self.antialias = antialias

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the sizes; nothing is random here."""
        return {"sizes": self._sizes_of(data)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images of the new size; integers stay integers."""
        return self._resized(images, self.interpolation, self.antialias)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks of the new size; classes are not mixed."""
        return self._resized(segmentation_masks, "nearest", False)

    def _resized(self, images: Any, interpolation: str, antialias: bool) -> Any:
        return ops.image.resize(
            images,
            (self.height, self.width),
            interpolation=interpolation,
            antialias=antialias,
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            pad_to_aspect_ratio=self.pad_to_aspect_ratio,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format=self.data_format,
        )

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return where boxes are in the images of the new size."""
        sizes = high, wide = transformation["sizes"]
        target = (self.height, self.width)

        def resized(boxes: Any) -> Any:
            down, across = self.height / high, self.width / wide
            if self.crop_to_aspect_ratio:
                down = across = max(down, across)
            if self.pad_to_aspect_ratio:
                down = across = min(down, across)
            # What is cut off or filled up at one end is a whole number of pixels.
            top = _half(self.height - high * down)
            left = _half(self.width - wide * across)
            x1, y1, x2, y2 = parts(boxes)
            x1, x2 = (x * across + left for x in (x1, x2))
            y1, y2 = (y * down + top for y in (y1, y2))
            return joined(x1, y1, x2, y2)

        return self._moved_boxes(bounding_boxes, resized, sizes, target)


def _half(room: float) -> float:
    """Return half of a length, towards 0.

    Examples
    --------
    >>> _half(5.5), _half(-5.5)
    (2.0, -2.0)
    """
    return math.copysign(math.floor(abs(room) / 2), room)
