"""RandomElasticTransform: images crumpled at random."""

from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError
from cornu.layers.arguments import one_of
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import (
    FILL_MODES,
    INTERPOLATIONS,
)
from cornu.layers.preprocessing.image.base_image_layer import (
    BaseImageLayer,
    factor_range,
    value_range_of,
)
from cornu.ops.image.filters import smooth
from cornu.ops.image.geometry import displace


@register_layer
class RandomElasticTransform(BaseImageLayer):
    """Shift the pixels of some images at random, neighbours alike, during training.

    Outside training the layer is the identity.

    Parameters
    ----------
    factor : float or pair of float, from 0 to 1, default 1.0
        Bounds of the probability, drawn for each image, that it is changed; `f` stands
        for ``(0, f)``.
    scale : float or pair of float, from 0 to 1, default 1.0
        Bounds of the strength `s`, drawn for each batch; `f` stands for ``(0, f)``.
        Shifts have a standard deviation of about ``0.028 * s`` times the longer side,
        and are alike within about ``0.05 * s`` times the shorter side.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    fill_mode : {"reflect", "constant", "wrap", "nearest"}, default "reflect"
        How images go on outside: ``c b a | a b c | c b a``, ``k k k | a b c | k k k``,
        ``a b c | a b c | a b c``, ``a a a | a b c | c c c``.
    fill_value : float, default 0.0
        The k of "constant".
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels; changed images are cut to it.
    seed : int or None, default None
        None draws one from the global generator.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ArgumentError
        When called: if there are bounding boxes, which have no straight sides then.

    Notes
    -----
    Shifts down and across are drawn apart, as in the paper; those of Keras 3.15 are
    equal.

    References
    ----------
    .. [1] Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
       Networks Applied to Visual Document Analysis", ICDAR 2003, section 2.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandomElasticTransform()(ops.ones((2, 8, 8, 3))).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = 1.0,
        interpolation: str = "bilinear",
        fill_mode: str = "reflect",
        fill_value: float = 0.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = "RandomElasticTransform"
        self.factor = factor_range(factor, "factor", who, 0.0, 1.0)
        self.scale = factor_range(scale, "scale", who, 0.0, 1.0)
        self.interpolation = one_of(interpolation, INTERPOLATIONS, "interpolation", who)
        self.fill_mode = one_of(fill_mode, FILL_MODES, "fill_mode", who)
        self.fill_value = fill_value
        self.value_range = value_range_of(value_range, who)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images are changed, and each pixel's shift.

        None for images of unknown size.
        """
        height, width = self._sizes_of(data)
        if None in (height, width):
            return None
        seed = self.generator if seed is None else seed
        is_hit = self._is_hit(data, self.factor, seed)
        kind = self._accurate_dtype
        strength = random.uniform((), *self.scale, dtype=kind, seed=seed)
        alpha = strength * (0.1 * max(height, width))
        sigma = strength * (0.05 * min(height, width))
        shape = (self._count_of(data), 2, height, width)
        noise = random.normal(shape, dtype=kind, seed=seed)
        return {"is_hit": is_hit, "shifts": smooth(noise, sigma) * (alpha * sigma)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images, some of them crumpled."""
        images = ops.cast(images, self.compute_dtype)
        if transformation is None:
            return images
        found = self._crumpled(images, transformation, self.interpolation)
        found = ops.clip(found, *self.value_range)
        return ops.where(self._per_image(transformation["is_hit"]), found, images)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks changed as the images are; classes are not mixed."""
        if transformation is None:
            return segmentation_masks
        found = self._crumpled(segmentation_masks, transformation, "nearest")
        is_hit = self._per_image(transformation["is_hit"])
        return ops.where(is_hit, found, segmentation_masks)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Refuse boxes: what they surround is crumpled."""
        raise ArgumentError(
            f"{self._who()}: images with bounding boxes cannot be crumpled; take the "
            f"boxes out of the data, or use RandomPerspective or RandomShear."
        )

    def _crumpled(self, images: Any, transformation: Any, interpolation: str) -> Any:
        return displace(
            images,
            transformation["shifts"],
            interpolation=interpolation,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format=self.data_format,
        )
