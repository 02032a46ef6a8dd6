"""RandomContrast: differences inside images made larger or smaller."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)


@register_layer
class RandomContrast(BaseColorLayer):
    """Stretch the distances to the mean of each channel by a random factor.

    ``(x - mean) * contrast + mean``, cut off at the ends of the range; in training
    only, each image with a contrast of its own.

    Parameters
    ----------
    factor : float or pair of float in [0, 1]
        How far the contrast may lie below and above 1: it is uniform in
        ``[1 - lower, 1 + upper]``. A single `f` stands for ``(0, f)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandomContrast(0.3, seed=1)(ops.ones((1, 2, 2, 3))).shape
    (1, 2, 2, 3)
    """

    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.factor = factor_range(factor, "factor", "RandomContrast", 0.0, 1.0)
        self.value_range = value_range_of(value_range, "RandomContrast")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the contrast of each image, of shape (batch, 1, 1, 1)."""
        below, above = self.factor
        contrast = self._draw(data, (1.0 - below, 1.0 + above), seed)
        return {"contrast_factor": self._per_image(contrast)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        mean = ops.mean(images, axis=self._spatial_axes, keepdims=True)
        contrast = ops.cast(transformation["contrast_factor"], images.dtype)
        return self._limited((images - mean) * contrast + mean)
