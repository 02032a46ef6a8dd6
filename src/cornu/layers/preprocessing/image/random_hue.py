"""RandomHue: colours turned round the circle of hues."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    to_range,
    value_range_of,
)


@register_layer
class RandomHue(BaseColorLayer):
    """Turn the hues of images by a random angle, in training.

    Parameters
    ----------
    factor : float or pair of float in [0, 1]
        Bounds of the angle, in half turns; it goes either way with equal probability.
        A single `f` stands for ``(0, f)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.
    ShapeError
        When called: if images have not 3 channels.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.RandomHue((1.0, 1.0))
    >>> [round(v) for v in layer([[[100.0, 0.0, 0.0]]])[0, 0].tolist()]
    [0, 100, 100]
    """

    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor = factor_range(factor, "factor", "RandomHue", 0.0, 1.0)
        self.value_range = value_range_of(value_range, "RandomHue")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return by what part of a turn hues are changed, of shape (batch,)."""
        size = self._draw(data, self.factor, seed) * 0.5
        is_back = self._draw(data, (0.0, 1.0), seed) < 0.5
        return {"factor": ops.where(is_back, -size, size)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        work = to_range(self._limited(images), self.value_range, (0, 1))
        hsv = ops.image.rgb_to_hsv(work, self.data_format)
        hue, saturation, value = ops.split(hsv, 3, axis=self._channel_axis)
        turned = ops.mod(hue + self._per_image(transformation["factor"]), 1.0)
        hsv = ops.concatenate([turned, saturation, value], axis=self._channel_axis)
        found = ops.image.hsv_to_rgb(hsv, self.data_format)
        return self._limited(to_range(found, (0, 1), self.value_range))
