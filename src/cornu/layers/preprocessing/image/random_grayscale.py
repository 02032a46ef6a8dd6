"""RandomGrayscale: colour taken from some images."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import fraction
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer


@register_layer
class RandomGrayscale(BaseColorLayer):
    """Take the colour from random images, in training; all channels become alike.

    Parameters
    ----------
    factor : float in [0, 1], default 0.5
        Probability that an image loses its colour.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ValueError
        If `factor` lies outside [0, 1].
    ShapeError
        When called: if images have neither 3 channels nor 1.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.RandomGrayscale(1.0)
    >>> [round(v) for v in layer([[[100.0, 0.0, 0.0]]])[0, 0].tolist()]
    [30, 30, 30]
    """

    def __init__(
        self,
        factor: float = 0.5,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor = fraction(factor, "factor", "RandomGrayscale")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images lose their colour: booleans, (batch, 1, 1, 1)."""
        return self._per_image(self._draw(data, (0.0, 1.0), seed) < self.factor)

    def _recolored(self, images: Any, transformation: Any) -> Any:
        grey = ops.image.rgb_to_grayscale(images, self.data_format)
        return ops.where(transformation, grey, images)
