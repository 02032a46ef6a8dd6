"""BaseAffineLayer: what layers share that move pixels along straight lines."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import one_of
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer
from cornu.ops.bounding_boxes.motion import through

FILL_MODES = ("reflect", "constant", "wrap", "nearest")
INTERPOLATIONS = ("bilinear", "nearest")


class BaseAffineLayer(BaseImageLayer):
    """Turn, shift, stretch or shear images. Abstract: subclasses draw the matrices.

    Parameters
    ----------
    fill_mode : {"reflect", "constant", "wrap", "nearest"}, default "reflect"
        How images go on outside: ``c b a | a b c | c b a``, ``k k k | a b c | k k k``,
        ``a b c | a b c | a b c``, ``a a a | a b c | c c c``.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    seed : int or None, default None
        None draws one from the global generator.
    fill_value : float, default 0.0
        The k of "constant".
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.
    """

    def __init__(
        self,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: Any = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = type(self).__name__
        self.fill_mode = one_of(fill_mode, FILL_MODES, "fill_mode", who)
        self.interpolation = one_of(interpolation, INTERPOLATIONS, "interpolation", who)
        self.fill_value = fill_value
        self._set_seed(seed)

    def _draw_rows(
        self, data: Any, height: int, width: int, seed: Any
    ) -> tuple[Any, ...]:
        """Return six tensors of shape (batch,): ``a0 a1 a2 b0 b1 b2``.

        A pixel (x, y) of the result is read at
        ``(a0 x + a1 y + a2, b0 x + b1 y + b2)``.
        """
        raise NotImplementedError(f"{type(self).__name__} does not draw its matrices.")

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return matrices of shape (batch, 2, 3); None for images of unknown size."""
        height, width = self._sizes_of(data)
        if None in (height, width):
            return None
        rows = self._draw_rows(data, height, width, seed)
        matrix = ops.reshape(ops.stack(rows, axis=1), (-1, 2, 3))
        return {"matrix": matrix, "sizes": (height, width)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images, moved."""
        images = ops.cast(images, self.compute_dtype)
        return self._moved(images, transformation, self.interpolation)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks moved as the images are; classes are not mixed."""
        return self._moved(segmentation_masks, transformation, "nearest")

    def _moved(self, images: Any, transformation: Any, interpolation: str) -> Any:
        if transformation is None:
            return images
        rows = ops.reshape(transformation["matrix"], (-1, 6))
        return ops.image.affine_transform(
            images,
            ops.pad(rows, ((0, 0), (0, 2))),
            interpolation=interpolation,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format=self.data_format,
        )

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the upright boxes around the moved ones."""
        if transformation is None:
            return bounding_boxes
        forward = _inverse(transformation["matrix"])
        sizes = transformation["sizes"]
        return self._moved_boxes(
            bounding_boxes, lambda boxes: through(boxes, forward), sizes
        )


def _inverse(matrix: Any) -> Any:
    """Return the inverse maps of matrices of shape (batch, 2, 3), as such matrices."""
    (a0, a1, a2), (b0, b1, b2) = ([matrix[:, i, k] for k in range(3)] for i in range(2))
    area = a0 * b1 - a1 * b0
    rows = (
        b1 / area,
        -a1 / area,
        (a1 * b2 - b1 * a2) / area,
        -b0 / area,
        a0 / area,
        (b0 * a2 - a0 * b2) / area,
    )
    return ops.cast(ops.reshape(ops.stack(rows, axis=1), (-1, 2, 3)), "float32")
