"""RandomPerspective: images seen at a random angle."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import fraction, one_of
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import INTERPOLATIONS
from cornu.layers.preprocessing.image.base_image_layer import (
    BaseImageLayer,
    factor_range,
)
from cornu.ops.bounding_boxes.motion import through
from cornu.ops.image.geometry import homography


@register_layer
class RandomPerspective(BaseImageLayer):
    """Show some images as if seen at a random angle, during training.

    The upper left corner stays; the others are moved, and the image with them. Outside
    training the layer is the identity.

    Parameters
    ----------
    factor : float or pair of float, from 0 to 1, default 1.0
        Bounds of the probability, drawn for each image, that it is changed; `f` stands
        for ``(0, f)``.
    scale : float from 0 to 1, default 1.0
        A corner's coordinates change by up to half of `scale`, as a fraction.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    fill_value : float, default 0.0
        What stands where the image does not reach.
    seed : int or None, default None
        None draws one from the global generator.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    Bounding boxes go where the pixels go; those of Keras 3.15 go the other way.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandomPerspective(scale=0.5)(ops.ones((2, 8, 8, 3))).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: float = 1.0,
        interpolation: str = "bilinear",
        fill_value: float = 0.0,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = "RandomPerspective"
        self.factor = factor_range(factor, "factor", who, 0.0, 1.0)
        self.scale = fraction(scale, "scale", who)
        self.interpolation = one_of(interpolation, INTERPOLATIONS, "interpolation", who)
        self.fill_value = fill_value
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images are changed, and where their corners go.

        None for images of unknown size.
        """
        height, width = self._sizes_of(data)
        if None in (height, width):
            return None
        is_hit = self._is_hit(data, self.factor, seed)
        spread = (1 - self.scale / 2, 1 + self.scale / 2)
        factors = self._draw(data, spread, seed, shape=(4, 2))
        right, bottom = width - 1.0, height - 1.0
        corners = [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]]
        start = ops.convert_to_tensor(corners, dtype=self._accurate_dtype)
        return {
            "is_hit": is_hit,
            "start_points": ops.zeros_like(factors) + start,
            "end_points": factors * start,
            "sizes": (height, width),
        }

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images, some of them seen at an angle."""
        images = ops.cast(images, self.compute_dtype)
        return self._seen(images, transformation, self.interpolation)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks changed as the images are; classes are not mixed."""
        return self._seen(segmentation_masks, transformation, "nearest")

    def _seen(self, images: Any, transformation: Any, interpolation: str) -> Any:
        if transformation is None:
            return images
        found = ops.image.perspective_transform(
            images,
            transformation["start_points"],
            transformation["end_points"],
            interpolation=interpolation,
            fill_value=self.fill_value,
            data_format=self.data_format,
        )
        return ops.where(self._per_image(transformation["is_hit"]), found, images)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the upright boxes around what is seen of the boxes."""
        if transformation is None:
            return bounding_boxes
        start, end = transformation["start_points"], transformation["end_points"]
        rows = homography(ops.cast(start, "float64"), ops.cast(end, "float64"))
        matrix = ops.cast(ops.take(rows, [1, 0, 2], axis=1), "float32")
        is_hit = transformation["is_hit"][:, None, None]

        def seen(boxes: Any) -> Any:
            return ops.where(is_hit, through(boxes, matrix), boxes)

        return self._moved_boxes(bounding_boxes, seen, transformation["sizes"])
