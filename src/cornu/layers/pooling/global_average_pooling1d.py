"""GlobalAveragePooling1D: the mean of each channel of sequences."""

from typing import Any

from cornu import ops
from cornu.layers.layer import register_layer
from cornu.layers.pooling.base_global_pooling import BaseGlobalPooling


@register_layer
class GlobalAveragePooling1D(BaseGlobalPooling):
    """Take the mean of each channel over all positions.

    Inputs are (batch, time, channels), or with the channels
    second if `data_format` is "channels_first".
    Time steps that a mask leaves out do not count.

    Parameters
    ----------
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    keepdims : bool, default False
        Whether the spatial axes stay, with size 1.

    Raises
    ------
    ShapeError
        When called: if the rank of the input does not fit.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.GlobalAveragePooling1D()(ops.ones((2, 8, 3))).shape
    (2, 3)
    """

    rank = 1

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data_format, keepdims, **kwargs)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Return the means over time; steps where `mask` is False do not count."""
        axes = self._spatial_axes
        if mask is None:
            return ops.mean(inputs, axis=axes, keepdims=self.keepdims)
        weights = ops.cast(mask, inputs.dtype)  # (batch, time)
        if self.data_format == "channels_last":
            weights = ops.expand_dims(weights, 2)
        else:
            weights = ops.expand_dims(weights, 1)
        total = ops.sum(inputs * weights, axis=axes, keepdims=self.keepdims)
        return total / ops.sum(weights, axis=axes, keepdims=self.keepdims)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return None: no time steps are left."""
        return None
