"""RandomErasing: rectangles of images overwritten."""

import math
from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)
from cornu.layers.preprocessing.image.random_boxes import box_masks


@register_layer
class RandomErasing(BaseColorLayer):
    """Overwrite a rectangle of random images by a number or by noise, in training.

    Parameters
    ----------
    factor : float or pair of float in [0, 1], default 1.0
        Bounds of the probability of an image, drawn anew for each. A single `f` stands
        for ``(0, f)``.
    scale : float or pair of float in [0, 1], default (0.02, 0.33)
        Bounds of the squares of height and width of the rectangle, in units of the
        image's own, drawn independently: with ``(s, s)`` it has the shape of the image
        and the share `s` of its area. A single `s` stands for ``(0, s)``.
    fill_value : float or None, default None
        None for normal noise, cut off at the ends of the range; its mean is the lowest
        value, its standard deviation the width of the range.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ArgumentError
        If an argument is none of these.

    References
    ----------
    .. [1] Zhong et al., "Random Erasing Data Augmentation", AAAI 2020.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.RandomErasing((1.0, 1.0), (1.0, 1.0), fill_value=7.0)
    >>> layer(ops.ones((1, 2, 3, 1)))[0, :, :, 0].tolist()
    [[7.0, 7.0, 7.0], [7.0, 7.0, 7.0]]
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = (0.02, 0.33),
        fill_value: float | None = None,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = "RandomErasing"
        self.factor = factor_range(factor, "factor", who, 0.0, 1.0)
        self.scale = factor_range(scale, "scale", who, 0.0, 1.0)
        if fill_value is not None and (
            not isinstance(fill_value, (int, float)) or not math.isfinite(fill_value)
        ):
            raise ArgumentError(
                f"{who}: fill_value must be a number, or None for noise, got "
                f"{fill_value!r}."
            )
        self.fill_value = fill_value
        self.value_range = value_range_of(value_range, who)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images and pixels are overwritten, and by what."""
        is_hit = self._is_hit(data, self.factor, seed)
        heights = ops.sqrt(self._draw(data, self.scale, seed))
        widths = ops.sqrt(self._draw(data, self.scale, seed))
        return {
            "apply_erasing": is_hit,
            "batch_masks": box_masks(self, data, heights, widths, seed),
            "fill_value": self._fill(data, seed),
        }

    def _fill(self, data: Any, seed: Any) -> Any:
        if self.fill_value is not None:
            return self.fill_value
        low, high = self.value_range
        noise = random.normal(
            tuple(self._images_of(data).shape),
            low,
            high - low,
            dtype=self._accurate_dtype,
            seed=self.generator if seed is None else seed,
        )
        return self._limited(noise)

    def _recolored(self, images: Any, transformation: Any) -> Any:
        is_hit = self._per_image(transformation["apply_erasing"])
        is_hit = is_hit & transformation["batch_masks"]
        fill = ops.cast(transformation["fill_value"], images.dtype)
        return ops.where(is_hit, fill, images)
