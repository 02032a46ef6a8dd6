"""RandomGaussianBlur: some images blurred."""

from typing import Any

from cornu import ops
from cornu.errors import ArgumentError
from cornu.layers.arguments import int_tuple
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_color_layer import BaseColorLayer
from cornu.layers.preprocessing.image.base_image_layer import (
    factor_range,
    value_range_of,
)

_LEAST_WIDTH = 1e-6


@register_layer
class RandomGaussianBlur(BaseColorLayer):
    """Replace the pixels of random images by means of their neighbours, in training.

    Weights fall off like a bell whose width is drawn for each image, across and down
    independently. Outside the images are zeros.

    Parameters
    ----------
    factor : float or pair of float in [0, 1], default 1.0
        Bounds of the probability of an image, drawn anew for each. A single `f` stands
        for ``(0, f)``.
    kernel_size : int or pair of int, default 3
        How many pixels are averaged over, across and down; odd.
    sigma : float or pair of float, default 1.0
        Bounds of the width of the bell, in pixels. A single `s` stands for ``(0, s)``.
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels; results are cut off there.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If an argument is none of these.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.RandomGaussianBlur((1.0, 1.0), 3, (1.0, 1.0))
    >>> [round(v, 1) for v in layer([[[0.0], [100.0], [0.0]]])[0, :, 0].tolist()]
    [12.4, 20.4, 12.4]
    """

    def __init__(
        self,
        factor: Any = 1.0,
        kernel_size: Any = 3,
        sigma: Any = 1.0,
        value_range: Any = (0, 255),
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        who = "RandomGaussianBlur"
        self.factor = factor_range(factor, "factor", who, 0.0, 1.0)
        self.kernel_size = int_tuple(kernel_size, 2, "kernel_size", who)
        if any(n % 2 == 0 for n in self.kernel_size):
            raise ArgumentError(
                f"{who}: kernel_size must be odd, so that a pixel is its middle, got "
                f"{kernel_size!r}."
            )
        self.sigma = factor_range(sigma, "sigma", who, 0.0, float("inf"))
        self.value_range = value_range_of(value_range, who)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return which images are blurred, and widths (across, down) of each bell."""
        return {
            "should_apply_blur": self._is_hit(data, self.factor, seed),
            "blur_factor": self._draw(data, self.sigma, seed, (2,)),
        }

    def _recolored(self, images: Any, transformation: Any) -> Any:
        widths = ops.reshape(transformation["blur_factor"], (-1, 2))
        down, across = self._spatial_axes
        blurred = self._along(images, down, self.kernel_size[1], widths[:, 1])
        blurred = self._along(blurred, across, self.kernel_size[0], widths[:, 0])
        hit = transformation["should_apply_blur"]
        return self._where(hit, self._limited(blurred), images)

    def _along(self, images: Any, axis: int, size: int, widths: Any) -> Any:
        """Return weighted means over `size` neighbours along one axis."""
        reach = size // 2
        widths = ops.maximum(ops.cast(widths, images.dtype), _LEAST_WIDTH)
        bells = [
            ops.exp(-0.5 * ops.square(abs(i - reach) / widths)) for i in range(size)
        ]
        total = sum(bells[1:], bells[0])
        margins = [(0, 0)] * 4
        margins[axis] = (reach, reach)
        padded = ops.pad(images, margins)
        parts = []
        for i, bell in enumerate(bells):
            index: list[Any] = [slice(None)] * 4
            index[axis] = slice(i, i - size + 1 or None)
            parts.append(padded[tuple(index)] * self._per_image(bell / total))
        return sum(parts[1:], parts[0])
