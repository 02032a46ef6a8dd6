"""RandomSaturation: colours made stronger or weaker."""

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
class RandomSaturation(BaseColorLayer):
    """Multiply the saturation of images by a random number, in training.

    Parameters
    ----------
    factor : float or pair of float in [-1, 1]
        Bounds of `f`; saturation is multiplied by ``f / (1 - f)``: 0.5 leaves an image
        as it is, 0 and below make it grey, 1 makes every colour pure. A single `f`
        stands for ``(-f, f)``.
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
    >>> layer = layers.RandomSaturation((0.0, 0.0))
    >>> [round(v) for v in layer([[[100.0, 50.0, 0.0]]])[0, 0].tolist()]
    [100, 100, 100]
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
        self.factor = factor_range(factor, "factor", "RandomSaturation")
        self.value_range = value_range_of(value_range, "RandomSaturation")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return what saturation is multiplied by, of shape (batch,)."""
        share = self._draw(data, self.factor, seed)
        return {"factor": share / (1.0 - share + 1e-7)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        work = to_range(self._limited(images), self.value_range, (0, 1))
        hsv = ops.image.rgb_to_hsv(work, self.data_format)
        hue, saturation, value = ops.split(hsv, 3, axis=self._channel_axis)
        factor = self._per_image(transformation["factor"])
        strength = ops.clip(saturation * factor, 0.0, 1.0)
        hsv = ops.concatenate([hue, strength, value], axis=self._channel_axis)
        found = ops.image.hsv_to_rgb(hsv, self.data_format)
        return self._limited(to_range(found, (0, 1), self.value_range))
