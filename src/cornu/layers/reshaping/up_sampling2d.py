"""UpSampling2D: larger images, by repetition or by interpolation."""

import math
from collections.abc import Callable
from typing import Any

from cornu import ops
from cornu.layers.arguments import int_tuple, one_of
from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_spatial import BaseSpatial
from cornu.symbolic import SymbolicTensor


@register_layer
class UpSampling2D(BaseSpatial):
    """Enlarge images (batch, height, width, channels) by whole factors.

    Parameters
    ----------
    size : int or tuple of 2 int, default (2, 2)
        Factor for height and width.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    interpolation : {"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"}
        How values between pixels are found; default "nearest" repeats them.

    Raises
    ------
    ValueError
        If `size` holds anything but positive integers, or the name is unknown.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> image = ops.array([[[[0.0], [1.0]]]])
    >>> larger = layers.UpSampling2D((1, 2), interpolation="bilinear")(image)
    >>> larger[0, 0, :, 0].tolist()
    [0.0, 0.25, 0.75, 1.0]
    """

    rank = 2

    def __init__(
        self,
        size: Any = (2, 2),
        data_format: str | None = None,
        interpolation: str = "nearest",
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.size = int_tuple(size, 2, "size", "UpSampling2D")
        known = ("nearest", *_KERNELS)
        self.interpolation = one_of(
            interpolation, known, "interpolation", "UpSampling2D"
        )

    def call(self, inputs: Any) -> Any:
        """Return `inputs` with height and width `size` times as large."""
        for axis, size in zip(self._spatial_axes, self.size):
            if size == 1:
                continue
            if self.interpolation == "nearest":
                inputs = ops.repeat(inputs, size, axis=axis)
            else:
                inputs = _interpolated(
                    inputs, size, axis, *_KERNELS[self.interpolation]
                )
        return inputs


def _interpolated(
    x: Any, factor: int, axis: int, kernel: Callable[[float], float], radius: int
) -> Any:
    """Return `x` made `factor` times as long along `axis`: a sum of shifted copies."""
    n = x.shape[axis]
    if n is None:
        return SymbolicTensor(x.shape, x.dtype)
    behind = len(x.shape) - 1 - axis
    total: Any = 0.0
    rows = [_row(i, n, factor, kernel, radius) for i in range(n * factor)]
    for tap in range(2 * radius):
        places = ops.convert_to_tensor([row[tap][0] for row in rows], dtype="int32")
        weights = ops.convert_to_tensor([row[tap][1] for row in rows], dtype=x.dtype)
        weights = ops.reshape(weights, (-1,) + (1,) * behind)
        total = ops.take(x, places, axis=axis) * weights + total
    return total


def _row(
    i: int, n: int, factor: int, kernel: Callable[[float], float], radius: int
) -> list[tuple[int, float]]:
    """Return (position, weight) of the inputs that output `i` is made of."""
    centre = (i + 0.5) / factor - 0.5  # pixels are squares, not points
    first = math.floor(centre) - radius + 1
    places = range(first, first + 2 * radius)
    weights = [kernel(p - centre) if 0 <= p < n else 0.0 for p in places]
    total = sum(weights)
    return [(min(max(p, 0), n - 1), w / total) for p, w in zip(places, weights)]


def _triangle(t: float) -> float:
    return max(0.0, 1.0 - abs(t))


def _cubic(t: float) -> float:
    t = abs(t)  # Keys (1981) with a = -1/2
    if t <= 1:
        return (1.5 * t - 2.5) * t * t + 1.0
    return ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0 if t < 2 else 0.0


def _lanczos(radius: int) -> Callable[[float], float]:
    def kernel(t: float) -> float:
        if abs(t) < 1e-9:
            return 1.0
        if abs(t) >= radius:
            return 0.0
        angle = math.pi * t
        return radius * math.sin(angle) * math.sin(angle / radius) / (angle * angle)

    return kernel


_KERNELS: dict[str, tuple[Callable[[float], float], int]] = {
    "bilinear": (_triangle, 1),
    "bicubic": (_cubic, 2),
    "lanczos3": (_lanczos(3), 3),
    "lanczos5": (_lanczos(5), 5),
}
