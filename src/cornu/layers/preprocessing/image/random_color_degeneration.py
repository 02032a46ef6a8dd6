"""RandomColorDegeneration: colours made dull."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)


@register_layer
class RandomColorDegeneration(BaseColorLayer):
    """Mix images with what they are without colour, in training.

    Parameters
    ----------
    factor : float or pair of float in [-1, 1]
        Bounds of the share that is grey: 0 leaves an image as it is, 1 takes all
        colour, below 0 colours become stronger. A single `f` stands for ``(-f, f)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels; results are cut off there.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.
    ShapeError
        When called: if images have neither 3 channels nor 1.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.RandomColorDegeneration((1.0, 1.0))
    >>> [round(v) for v in layer([[[100.0, 0.0, 0.0]]])[0, 0].tolist()]
    [30, 30, 30]
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
        self.factor = factor_range(factor, "factor", "RandomColorDegeneration")
        self.value_range = value_range_of(value_range, "RandomColorDegeneration")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the share of grey in each image, of shape (batch, 1, 1, 1)."""
        return {"factor": self._per_image(self._draw(data, self.factor, seed))}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        grey = ops.image.rgb_to_grayscale(images, self.data_format)
        share = transformation["factor"]
        return self._limited(images + share * (grey - images))
