"""CenterCrop: the middle of images."""

from typing import Any

from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_crop_layer import BaseCropLayer


@register_layer
class CenterCrop(BaseCropLayer):
    """Cut the middle out of images, in training and outside.

    Images smaller than that are resized until it fits. Where what is cut off is odd,
    one more row or column goes below or to the right.

    Parameters
    ----------
    height, width : int
        Size of the results in pixels.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If a size is below 1.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.CenterCrop(1, 1)(ops.reshape(ops.arange(9.0), (3, 3, 1))).item()
    4.0
    """

    _rests_outside_training = False

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(height, width, data_format, **kwargs)

    def _draw_place(self, high: int, wide: int, seed: Any) -> tuple[Any, Any]:
        return (high - self.height) // 2, (wide - self.width) // 2
