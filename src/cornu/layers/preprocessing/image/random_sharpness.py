"""RandomSharpness: edges made sharper or softer."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)
from cornu.primitives.separable import separable

_SUM = ("window", (1.0, 1.0, 1.0), "same")


@register_layer
class RandomSharpness(BaseColorLayer):
    """Move images away from what they are when blurred, or towards it, in training.

    ``blurred + 2 f (x - blurred)``, cut off at the ends of the range. A blurred pixel
    is the mean of it, taken five times, and its eight neighbours, zeros outside.

    Parameters
    ----------
    factor : float or pair of float in [0, 1]
        Bounds of `f`: 0 gives the blurred image, 0.5 leaves it as it is, 1 sharpens. A
        single `f` stands for ``(0, f)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.RandomSharpness((0.0, 0.0))
    >>> round(float(layer(ops.ones((1, 3, 3, 1)))[0, 0, 0, 0]), 3)
    0.615
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
        self.factor = factor_range(factor, "factor", "RandomSharpness", 0.0, 1.0)
        self.value_range = value_range_of(value_range, "RandomSharpness")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the factor of each image, of shape (batch,)."""
        return {"factor": self._draw(data, self.factor, seed)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        axes = tuple(axis % 4 for axis in self._spatial_axes)
        around = separable(images, axes=axes, maps=(_SUM, _SUM))
        blurred = (around + 4.0 * images) / 13.0
        factor = self._per_image(transformation["factor"])
        return self._limited(blurred + 2.0 * factor * (images - blurred))
