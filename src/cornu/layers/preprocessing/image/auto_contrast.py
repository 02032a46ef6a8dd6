"""AutoContrast: values of each channel spread over the whole range."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import value_range_of


@register_layer
class AutoContrast(BaseColorLayer):
    """Spread the values of each channel of each image over the whole range.

    The lowest value of a channel becomes the lowest of the range, its highest the
    highest; a channel of one value stays as it is. The layer is active in training and
    outside.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.

    Raises
    ------
    ArgumentError
        If `value_range` is no such pair.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.AutoContrast()([[[1.0], [2.0], [3.0]]])[0, :, 0].tolist()
    [0.0, 127.5, 255.0]
    """

    _rests_outside_training = False

    def __init__(self, value_range: Any = (0, 255), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value_range = value_range_of(value_range, "AutoContrast")

    def _recolored(self, images: Any, transformation: Any) -> Any:
        bottom, top = self.value_range
        low = ops.min(images, axis=self._spatial_axes, keepdims=True)
        high = ops.max(images, axis=self._spatial_axes, keepdims=True)
        is_flat = high <= low
        # Divided by 1 and not by 0: the branch not taken has a gradient too.
        scale = (top - bottom) / ops.where(is_flat, 1.0, high - low)
        spread = self._limited((images - low) * scale + bottom)
        return ops.where(is_flat, images, spread)
