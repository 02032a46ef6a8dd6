"""RandomCrop: a window of images, anywhere."""

from typing import Any

from cornu import random
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_crop_layer import BaseCropLayer


@register_layer
class RandomCrop(BaseCropLayer):
    """Cut a window out of images at a random place, during training.

    All images of a batch are cut at the same place; those smaller than the window are
    resized until it fits. Outside training the layer is the identity: give images their
    size before it, or put a :class:`CenterCrop` behind it.

    Parameters
    ----------
    height, width : int
        Size of the results in pixels.
    seed : int or None, default None
        None draws one now, from the global generator.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.
    name : str, optional

    Raises
    ------
    ValueError
        If a size is below 1.

    Notes
    -----
    Bounding boxes are cut to the window, and those outside get the label -1. Keras 3.15
    leaves them longer than the window.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RandomCrop(2, 3)(ops.ones((4, 8, 8, 1))).shape
    (4, 2, 3, 1)
    """

    def __init__(
        self,
        height: int,
        width: int,
        seed: Any = None,
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(height, width, data_format, name=name, **kwargs)
        self._set_seed(random.make_default_seed() if seed is None else seed)

    def _draw_place(self, high: int, wide: int, seed: Any) -> tuple[Any, Any]:
        seed = self.generator if seed is None else seed
        top = random.randint((), 0, high - self.height + 1, seed=seed)
        left = random.randint((), 0, wide - self.width + 1, seed=seed)
        return top, left

    def _at_rest(self, data: dict[str, Any]) -> dict[str, Any]:
        return data
