"""RandomColorJitter: brightness, contrast, saturation and hue changed a little."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import value_range_of
from cornu.layers.preprocessing.image.random_brightness import RandomBrightness
from cornu.layers.preprocessing.image.random_contrast import RandomContrast
from cornu.layers.preprocessing.image.random_hue import RandomHue
from cornu.layers.preprocessing.image.random_saturation import RandomSaturation


@register_layer
class RandomColorJitter(BaseColorLayer):
    """Change brightness, contrast, saturation and hue, one after the other.

    In training only. What has no factor stays as it is.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    brightness_factor : float, pair of float or None, default None
        See :class:`cornu.layers.RandomBrightness`.
    contrast_factor : float, pair of float or None, default None
        See :class:`cornu.layers.RandomContrast`.
    saturation_factor : float, pair of float or None, default None
        See :class:`cornu.layers.RandomSaturation`.
    hue_factor : float, pair of float or None, default None
        See :class:`cornu.layers.RandomHue`.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ArgumentError
        If a factor or `value_range` is none of these.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.RandomColorJitter(brightness_factor=0.2, hue_factor=0.1)
    >>> layer(ops.ones((1, 2, 2, 3))).shape
    (1, 2, 2, 3)
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        brightness_factor: Any = None,
        contrast_factor: Any = None,
        saturation_factor: Any = None,
        hue_factor: Any = None,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = value_range_of(value_range, "RandomColorJitter")
        self.brightness_factor = brightness_factor
        self.contrast_factor = contrast_factor
        self.saturation_factor = saturation_factor
        self.hue_factor = hue_factor
        self._set_seed(seed)
        wanted = (
            (RandomBrightness, brightness_factor),
            (RandomContrast, contrast_factor),
            (RandomSaturation, saturation_factor),
            (RandomHue, hue_factor),
        )
        self._steps = [
            kind(
                factor,
                value_range=self.value_range,
                seed=seed,
                data_format=self.data_format,
                dtype=self.dtype_policy,
            )
            for kind, factor in wanted
            if factor is not None
        ]

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return what each step draws, in order."""
        # One generator for all: with one each, equal seeds would give equal numbers.
        seed = self.generator if seed is None else seed
        return [
            step.get_random_transformation(data, training=training, seed=seed)
            for step in self._steps
        ]

    def _recolored(self, images: Any, transformation: Any) -> Any:
        for step, drawn in zip(self._steps, transformation):
            images = step._recolored(images, drawn)
        return images
