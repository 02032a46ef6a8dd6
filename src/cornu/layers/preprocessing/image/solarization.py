"""Solarization: bright values turned into dark ones."""

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
class Solarization(BaseColorLayer):
    """Invert the values of images that are not below a threshold, in training.

    First a random number is added to each image, and what leaves the range is cut off.
    Without arguments all values are inverted.

    Parameters
    ----------
    addition_factor : float or pair of float in [0, 1], default 0.0
        Bounds of what is added, in units of the width of the range. A single `f`
        stands for ``(0, f)``.
    threshold_factor : float or pair of float in [0, 1], default 0.0
        Bounds of the threshold above the lowest value, likewise.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If an argument is none of these.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.Solarization(threshold_factor=(0.5, 0.5))
    >>> layer([[[100.0, 200.0, 255.0]]])[0, 0].tolist()
    [100.0, 55.0, 0.0]
    """

    def __init__(
        self,
        addition_factor: Any = 0.0,
        threshold_factor: Any = 0.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        who = "Solarization"
        self.addition_factor = factor_range(
            addition_factor, "addition_factor", who, 0.0, 1.0
        )
        self.threshold_factor = factor_range(
            threshold_factor, "threshold_factor", who, 0.0, 1.0
        )
        self.value_range = value_range_of(value_range, who)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return additions and thresholds from 0 to 255, each (batch, 1, 1, 1)."""
        additions = self._draw(data, self.addition_factor, seed)
        thresholds = self._draw(data, self.threshold_factor, seed)
        return {
            "additions": self._per_image(additions) * 255.0,
            "thresholds": self._per_image(thresholds) * 255.0,
        }

    def _recolored(self, images: Any, transformation: Any) -> Any:
        work = to_range(images, self.value_range, (0, 255))
        work = ops.clip(work + transformation["additions"], 0.0, 255.0)
        is_dark = work < transformation["thresholds"]
        found = ops.where(is_dark, work, 255.0 - work)
        return to_range(found, (0, 255), self.value_range)
