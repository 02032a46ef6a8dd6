"""RandomInvert: some images turned into their negatives."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)


@register_layer
class RandomInvert(BaseColorLayer):
    """Turn random images into their negatives, ``lowest + highest - x``, in training.

    Parameters
    ----------
    factor : float or pair of float in [0, 1], default 1.0
        Bounds of the probability of an image, drawn anew for each. A single `f` stands
        for ``(0, f)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.RandomInvert((1.0, 1.0))([[[100.0, 0.0, 255.0]]])[0, 0].tolist()
    [155.0, 255.0, 0.0]
    """

    def __init__(
        self,
        factor: Any = 1.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor = factor_range(factor, "factor", "RandomInvert", 0.0, 1.0)
        self.value_range = value_range_of(value_range, "RandomInvert")
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images are inverted: booleans, (batch,)."""
        return {"apply_inversion": self._is_hit(data, self.factor, seed)}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        negative = sum(self.value_range) - images
        return self._where(transformation["apply_inversion"], negative, images)
