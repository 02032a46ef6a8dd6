"""RandomRotation: images turned at random."""

import math
from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import BaseAffineLayer
from cornu.layers.preprocessing.image.base_image_layer import factor_range


@register_layer
class RandomRotation(BaseAffineLayer):
    """Turn each image about its middle by a random angle, during training.

    Outside training the layer is the identity.

    Parameters
    ----------
    factor : float or pair of float, from -1 to 1
        Bounds of the angle in full turns, counter-clockwise; `f` stands for
        ``(-f, f)``.
    fill_mode : {"reflect", "constant", "wrap", "nearest"}, default "reflect"
        How images go on outside: ``c b a | a b c | c b a``, ``k k k | a b c | k k k``,
        ``a b c | a b c | a b c``, ``a a a | a b c | c c c``.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    seed : int or None, default None
        None draws one from the global generator.
    fill_value : float, default 0.0
        The k of "constant".
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> quarter = layers.RandomRotation((0.25, 0.25))
    >>> image = ops.reshape(ops.arange(4.0), (2, 2, 1))
    >>> [round(n) for n in quarter(image).numpy().ravel().tolist()]
    [1, 3, 0, 2]
    """

    def __init__(
        self,
        factor: Any,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: Any = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            fill_mode, interpolation, seed, fill_value, data_format, **kwargs
        )
        self.factor = factor_range(factor, "factor", "RandomRotation")

    def _draw_rows(
        self, data: Any, height: int, width: int, seed: Any
    ) -> tuple[Any, ...]:
        angle = self._draw(data, self.factor, seed) * (2 * math.pi)
        c, s = ops.cos(angle), ops.sin(angle)
        x, y = (width - 1) / 2, (height - 1) / 2
        return c, -s, x - c * x + s * y, s, c, y - s * x - c * y
