"""RandomBrightness: images made lighter or darker."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)


@register_layer
class RandomBrightness(BaseColorLayer):
    """Add one random number to all values of an image, in training.

    Results are cut off at the ends of the range. Outside training the layer is the
    identity.

    Parameters
    ----------
    factor : float or pair of float in [-1, 1]
        Bounds of the number, in units of the width of the range: with -1 every image
        becomes black, with 1 white. A single `f` stands for ``(-f, f)``.
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
    >>> layer = layers.RandomBrightness((0.2, 0.2))
    >>> float(layer(ops.ones((1, 2, 2, 3)))[0, 0, 0, 0])
    52.0
    """

    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.factor = factor_range(factor, "factor", "RandomBrightness")
        self.value_range = value_range_of(value_range, "RandomBrightness")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return what is added to each image, of shape (batch, 1, 1, 1)."""
        low, high = self.value_range
        shares = self._draw(data, self.factor, seed)
        return {"rgb_delta": self._per_image(shares) * (high - low)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        return self._limited(images + transformation["rgb_delta"])
