"""RandAugment: a few changes out of many."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_augment_layer import BaseAugmentLayer


@register_layer
class RandAugment(BaseAugmentLayer):
    """Apply a few random changes of colour and place, one after the other.

    In training only. Each is chosen out of eleven for the whole batch, its strength
    drawn for each image.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    num_ops : int, default 2
        How many changes.
    factor : float or pair of float in [0, 1], default 0.5
        Bounds of their strength. A single `f` stands for ``(0, f)``.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If an argument is none of these.

    Notes
    -----
    Which changes are chosen is read by Python: a training step with this layer inside
    is never replayed. Put it in front of the model where that matters.

    References
    ----------
    .. [1] Cubuk et al., "RandAugment: Practical Automated Data Augmentation with a
       Reduced Search Space", NeurIPS 2020.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandAugment(seed=1)(ops.ones((2, 8, 8, 3))).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        num_ops: int = 2,
        factor: Any = 0.5,
        interpolation: str = "bilinear",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.num_ops = positive_int(num_ops, "num_ops", "RandAugment")
        self._set_augmentation(value_range, factor, interpolation, seed)
        self._steps = self._make_steps()

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which changes are made, and what each layer draws each time."""
        count = len(self._steps)
        return {
            "layer_idxes": self._choices((self.num_ops,), count, seed),
            "transforms": [self._drawn(data, seed) for _ in range(self.num_ops)],
        }

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return images with all changes."""
        images = ops.cast(images, self.compute_dtype)
        return self._all("transform_images", images, transformation, training)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks moved as the images are."""
        hook = "transform_segmentation_masks"
        return self._all(hook, segmentation_masks, transformation, training)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return boxes moved as the images are."""
        hook = "transform_bounding_boxes"
        boxes = ops.cast(bounding_boxes["boxes"], "float32")
        bounding_boxes = {**bounding_boxes, "boxes": boxes}
        return self._all(hook, bounding_boxes, transformation, training)

    def _all(self, hook: str, value: Any, transformation: Any, training: Any) -> Any:
        if not training:
            return value
        indices = transformation["layer_idxes"]
        for i, drawn in enumerate(transformation["transforms"]):
            value = self._applied(hook, value, indices[i], drawn)
        return value
