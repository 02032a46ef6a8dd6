"""BaseCropLayer: what layers share that cut a window out of images."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer
from cornu.ops.bounding_boxes.formats import joined, parts


class BaseCropLayer(BaseImageLayer):
    """Cut windows out of images. Abstract: subclasses say where.

    Images smaller than the window are resized until it fits, and cut in the middle.

    Parameters
    ----------
    height, width : int
        Size of the window in pixels.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.
    """

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.height = positive_int(height, "height", type(self).__name__)
        self.width = positive_int(width, "width", type(self).__name__)

    def _draw_place(self, high: int, wide: int, seed: Any) -> tuple[Any, Any]:
        """Return top and left of the window in images larger than it."""
        raise NotImplementedError(f"{type(self).__name__} does not say where to cut.")

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the place of the window, None if there is no room, and the sizes."""
        high, wide = self._sizes_of(data)
        place = None
        if None not in (high, wide) and high >= self.height and wide >= self.width:
            place = self._draw_place(high, wide, seed)
        return {"place": place, "sizes": (high, wide)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a window of each image."""
        return self._cut(ops.cast(images, self.compute_dtype), transformation)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the same windows of the masks; classes are not mixed."""
        masks = ops.cast(segmentation_masks, self.compute_dtype)
        return self._cut(masks, transformation, "nearest")

    def _cut(
        self, images: Any, transformation: Any, interpolation: str = "bilinear"
    ) -> Any:
        if transformation["place"] is None:
            return ops.image.resize(
                images,
                (self.height, self.width),
                interpolation=interpolation,
                crop_to_aspect_ratio=True,
                data_format=self.data_format,
            )
        spans = zip(
            self._spatial_axes, transformation["place"], (self.height, self.width)
        )
        for axis, start, size in spans:
            images = ops.take(images, ops.arange(size) + start, axis=axis)
        return images

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return where boxes are in the windows."""
        sizes = high, wide = transformation["sizes"]
        place = transformation["place"]

        def cut(boxes: Any) -> Any:
            if place is None:
                top, kept_high = kept_part(high, wide, self.height, self.width)
                left, kept_wide = kept_part(wide, high, self.width, self.height)
                down, across = self.height / kept_high, self.width / kept_wide
            else:
                (top, left), down, across = place, 1.0, 1.0
            x1, y1, x2, y2 = parts(boxes)
            x1, x2 = ((x - left) * across for x in (x1, x2))
            y1, y2 = ((y - top) * down for y in (y1, y2))
            return joined(x1, y1, x2, y2)

        return self._moved_boxes(bounding_boxes, cut, sizes, (self.height, self.width))


def kept_part(size: int, other: int, target: int, other_target: int) -> tuple[int, int]:
    """Return where the part begins, and its length, that is kept along an axis.

    Kept is what has the proportions of the target, in the middle.

    Examples
    --------
    >>> kept_part(60, 40, 30, 50), kept_part(40, 60, 50, 30)
    ((18, 24), (0, 40))
    """
    kept = max(other * target // other_target, 1)
    if kept >= size:
        return 0, size
    return (size - kept) // 2, kept
