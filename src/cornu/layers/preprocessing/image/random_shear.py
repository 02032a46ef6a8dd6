"""RandomShear: images made slanting at random."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import BaseAffineLayer
from cornu.layers.preprocessing.image.base_image_layer import factor_range


@register_layer
class RandomShear(BaseAffineLayer):
    """Slant each image at random, during training.

    The upper left corner stays where it is. Outside training the layer is the identity.

    Parameters
    ----------
    x_factor, y_factor : float or pair of float, from -1 to 1, default 0.0
        Bounds of how many pixels rows are shifted for each pixel down, and columns for
        each pixel to the right. `f` stands for ``(-f, f)``. Both change their signs
        together in half of the cases.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    fill_mode : {"reflect", "constant", "wrap", "nearest"}, default "reflect"
        How images go on outside: ``c b a | a b c | c b a``, ``k k k | a b c | k k k``,
        ``a b c | a b c | a b c``, ``a a a | a b c | c c c``.
    fill_value : float, default 0.0
        The k of "constant".
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.
    seed : int or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    Bounding boxes go where the pixels go. Keras 3.15 shifts them by a distance that
    depends on the image's proportions.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandomShear(0.2, 0.1)(ops.ones((2, 4, 4, 3))).shape
    (2, 4, 4, 3)
    """

    def __init__(
        self,
        x_factor: Any = 0.0,
        y_factor: Any = 0.0,
        interpolation: str = "bilinear",
        fill_mode: str = "reflect",
        fill_value: float = 0.0,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            fill_mode, interpolation, seed, fill_value, data_format, **kwargs
        )
        self.x_factor = factor_range(x_factor, "x_factor", "RandomShear")
        self.y_factor = factor_range(y_factor, "y_factor", "RandomShear")

    def _draw_rows(
        self, data: Any, height: int, width: int, seed: Any
    ) -> tuple[Any, ...]:
        across = self._draw(data, self.x_factor, seed)
        down = self._draw(data, self.y_factor, seed)
        is_turned = self._draw(data, (0.0, 1.0), seed) < 0.5
        across, down = (ops.where(is_turned, -n, n) for n in (across, down))
        zero, one = ops.zeros_like(across), ops.ones_like(across)
        return one, across, zero, down, one, zero
