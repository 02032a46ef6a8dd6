"""RandomZoom: images enlarged or reduced at random."""

from typing import Any

from cornu import ops
from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_affine_layer import BaseAffineLayer
from cornu.layers.preprocessing.image.base_image_layer import factor_range


@register_layer
class RandomZoom(BaseAffineLayer):
    """Zoom into or out of the middle of each image at random, during training.

    Outside training the layer is the identity.

    Parameters
    ----------
    height_factor : float or pair of float, above -1, up to 1
        Bounds of how much more of the height shows, as a fraction: 0.5 shows half as
        much again (zooms out), -0.5 shows half (zooms in). `f` stands for ``(-f, f)``.
    width_factor : float, pair of float or None, default None
        The same for the width; None zooms both alike.
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
    >>> into = layers.RandomZoom((-0.5, -0.5))
    >>> into(ops.reshape(ops.arange(3.0), (1, 3, 1))).numpy().ravel().tolist()
    [0.5, 1.0, 1.5]
    """

    def __init__(
        self,
        height_factor: Any,
        width_factor: Any = None,
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
        self._high = _bounds(height_factor, "height_factor")
        self._wide = None
        if width_factor is not None:
            self._wide = _bounds(width_factor, "width_factor")
        self.height_factor = height_factor
        self.width_factor = width_factor

    def _draw_rows(
        self, data: Any, height: int, width: int, seed: Any
    ) -> tuple[Any, ...]:
        high = self._draw(data, self._high, seed) + 1.0
        wide = high
        if self._wide is not None:
            wide = self._draw(data, self._wide, seed) + 1.0
        x, y = (width - 1) / 2, (height - 1) / 2
        zero = ops.zeros_like(high)
        return wide, zero, (1.0 - wide) * x, zero, high, (1.0 - high) * y


def _bounds(value: Any, name: str) -> tuple[float, float]:
    low, high = factor_range(value, name, "RandomZoom")
    if low == -1:
        raise ArgumentError(
            f"RandomZoom: {name} must be above -1, got {value!r}; at -1 nothing of the "
            f"image shows."
        )
    return low, high
