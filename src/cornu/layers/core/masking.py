"""Masking: time steps that hold nothing."""

from typing import Any

from cornu import ops
from cornu.layers.layer import Layer, register_layer


@register_layer
class Masking(Layer):
    """Mark the time steps whose features all equal one value, for the layers behind.

    Marked steps are set to zero; recurrent and pooling layers skip them.

    Parameters
    ----------
    mask_value : float, default 0.0

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.Masking()
    >>> layer.compute_mask([[[0.0, 0.0], [1.0, 0.0]]]).tolist()
    [[False, True]]
    """

    def __init__(self, mask_value: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mask_value = mask_value
        self.supports_masking = True

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return which steps count, shape (batch, time, ...) without the last axis."""
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Any) -> Any:
        """Return `inputs` (batch, time, features) with masked steps set to zero."""
        keep = ops.any(ops.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return ops.multiply(inputs, ops.cast(keep, inputs.dtype))
