"""UpSampling3D: every element of a volume several times."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import int_tuple
from cornu.layers.layer import register_layer
from cornu.layers.reshaping.base_spatial import BaseSpatial


@register_layer
class UpSampling3D(BaseSpatial):
    """Repeat each position of (batch, depth, height, width, channels).

    Parameters
    ----------
    size : int or tuple of 3 int, default (2, 2, 2)
        Number of repetitions along each axis.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.

    Raises
    ------
    ValueError
        If `size` holds anything but positive integers.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.UpSampling3D((1, 2, 2))(ops.ones((2, 3, 4, 4, 1))).shape
    (2, 3, 8, 8, 1)
    """

    rank = 3

    def __init__(
        self, size: Any = (2, 2, 2), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.size = int_tuple(size, 3, "size", "UpSampling3D")

    def call(self, inputs: Any) -> Any:
        """Return `inputs` with each spatial axis `size` times as long."""
        for axis, size in zip(self._spatial_axes, self.size):
            inputs = ops.repeat(inputs, size, axis=axis)
        return inputs
