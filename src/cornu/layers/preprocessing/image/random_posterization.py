"""RandomPosterization: images with few shades."""

from typing import Any

from cornu import ops
from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    to_range,
    value_range_of,
)


@register_layer
class RandomPosterization(BaseColorLayer):
    """Keep the highest bits of each value, as many as is drawn, in training.

    Parameters
    ----------
    factor : int or pair of int from 1 to 8
        Bounds of the number of bits that are kept, the upper one not reached unless
        both are equal. A single `n` stands for ``(1, n)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels; between them lie 256 steps.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `factor` or `value_range` is none of these.

    References
    ----------
    .. [1] Cubuk et al., "AutoAugment: Learning Augmentation Policies from Data", CVPR
       2019.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.RandomPosterization((2, 2))([[[100.0, 0.0, 255.0]]])[0, 0].tolist()
    [64.0, 0.0, 192.0]
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
        who = "RandomPosterization"
        bounds = (1, factor) if isinstance(factor, (int, float)) else factor
        low, high = factor_range(bounds, "factor", who, 1, 8)
        if low != int(low) or high != int(high):
            raise ArgumentError(f"{who}: factor must be integers, got {factor!r}.")
        self.factor = (int(low), int(high))
        self.value_range = value_range_of(value_range, who)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return how many bits are lost, integers of shape (batch,)."""
        low, high = self.factor
        lost = 8.0 - ops.floor(self._draw(data, (low, high), seed))
        return {"shift_factor": ops.cast(lost, "uint8")}

    def _recolored(self, images: Any, transformation: Any) -> Any:
        work = to_range(self._limited(images), self.value_range, (0, 255))
        lost = ops.cast(transformation["shift_factor"], work.dtype)
        step = self._per_image(ops.exp2(lost))
        found = ops.floor(ops.floor(work) / step) * step
        return to_range(found, (0, 255), self.value_range)
