"""RandomTranslation: images shifted at random."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import BaseAffineLayer
from cornu.layers.preprocessing.image.base_image_layer import factor_range


@register_layer
class RandomTranslation(BaseAffineLayer):
    """Shift each image by a random distance, during training.

    Outside training the layer is the identity.

    Parameters
    ----------
    height_factor, width_factor : float or pair of float, from -1 to 1
        Bounds of the shift down and to the right, as fractions of height and width;
        `f` stands for ``(-f, f)``.
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
    >>> down = layers.RandomTranslation((0.5, 0.5), 0.0, fill_mode="constant")
    >>> down(ops.ones((2, 2, 1))).numpy()[:, :, 0].tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """

    def __init__(
        self,
        height_factor: Any,
        width_factor: Any,
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
        who = "RandomTranslation"
        self._down = factor_range(height_factor, "height_factor", who)
        self._right = factor_range(width_factor, "width_factor", who)
        self.height_factor = height_factor
        self.width_factor = width_factor

    def _draw_rows(
        self, data: Any, height: int, width: int, seed: Any
    ) -> tuple[Any, ...]:
        down = self._draw(data, self._down, seed) * height
        right = self._draw(data, self._right, seed) * width
        zero, one = ops.zeros_like(down), ops.ones_like(down)
        return one, zero, -right, zero, one, -down
