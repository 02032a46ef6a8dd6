"""RandomFlip: images mirrored at random."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import one_of
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer
from cornu.ops.bounding_boxes.formats import joined, parts

_MODES = ("horizontal", "vertical", "horizontal_and_vertical")


@register_layer
class RandomFlip(BaseImageLayer):
    """Mirror each image with a probability of one half, during training.

    Outside training the layer is the identity.

    Parameters
    ----------
    mode : str, default "horizontal_and_vertical"
        "horizontal" swaps left and right, "vertical" top and bottom;
        "horizontal_and_vertical" does both, or nothing.
    seed : int or None, default None
        None draws one from the global generator.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If `mode` is unknown.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> row = ops.reshape(ops.arange(3.0), (1, 3, 1))
    >>> found = layers.RandomFlip("horizontal")(row).numpy().ravel().tolist()
    >>> found in ([0.0, 1.0, 2.0], [2.0, 1.0, 0.0])
    True
    """

    def __init__(
        self,
        mode: str = "horizontal_and_vertical",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.mode = one_of(mode, _MODES, "mode", "RandomFlip")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images are mirrored, shape (batch,), and their sizes."""
        flips = self._draw(data, (0.0, 1.0), seed) < 0.5
        return {"flips": flips, "sizes": self._sizes_of(data)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images, some of them mirrored."""
        images = ops.cast(images, self.compute_dtype)
        down, across = self._spatial_axes
        axes = [across] if self.mode != "vertical" else []
        axes += [down] if self.mode != "horizontal" else []
        flips = self._per_image(transformation["flips"])
        return ops.where(flips, ops.flip(images, axes), images)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks mirrored as the images are."""
        return self.transform_images(segmentation_masks, transformation, training)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return boxes mirrored as the images are."""
        height, width = transformation["sizes"]
        flips = transformation["flips"][:, None, None]

        def mirrored(boxes: Any) -> Any:
            left, top, right, bottom = parts(boxes)
            if self.mode != "vertical":
                left, right = width - right, width - left
            if self.mode != "horizontal":
                top, bottom = height - bottom, height - top
            return ops.where(flips, joined(left, top, right, bottom), boxes)

        return self._moved_boxes(bounding_boxes, mirrored, (height, width))
