"""MaxNumBoundingBoxes: as many boxes for each image."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer


@register_layer
class MaxNumBoundingBoxes(BaseImageLayer):
    """Give each image the same number of bounding boxes, in training and outside.

    Boxes too many are dropped, missing ones filled up. All else stays as it is.

    Parameters
    ----------
    max_number : int
        Number of boxes for each image.
    fill_value : int, default -1
        What stands for missing boxes and their labels.

    Raises
    ------
    ValueError
        If `max_number` is below 1.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> boxes = {"boxes": ops.ones((1, 1, 4)), "labels": ops.ones((1, 1))}
    >>> layer = layers.MaxNumBoundingBoxes(2, bounding_box_format="xyxy")
    >>> found = layer({"images": ops.ones((1, 4, 4, 3)), "bounding_boxes": boxes})
    >>> found["bounding_boxes"]["labels"].tolist()
    [[1.0, -1.0]]
    """

    _rests_outside_training = False

    def __init__(self, max_number: int, fill_value: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        who = "MaxNumBoundingBoxes"
        self.max_number = positive_int(max_number, "max_number", who)
        self.fill_value = fill_value

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return images as they are."""
        return images

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the first `max_number` boxes of each image, filled up."""
        boxes = ops.cast(bounding_boxes["boxes"], "float32")
        labels = bounding_boxes["labels"]
        return {
            **bounding_boxes,
            "boxes": ops.reshape(self._filled(boxes), (-1, self.max_number, 4)),
            "labels": ops.reshape(self._filled(labels), (-1, self.max_number)),
        }

    def _filled(self, x: Any) -> Any:
        widths = [(0, 0)] * len(x.shape)
        widths[1] = (0, self.max_number)
        filled = ops.pad(x, widths, constant_values=self.fill_value)
        return filled[:, : self.max_number]
