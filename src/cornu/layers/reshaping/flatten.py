"""Flatten: all axes but the batch into one."""

from typing import Any

from cornu import ops
from cornu.config import standardize_data_format
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer
from cornu.layers.reshaping.sizes import product, reshaped


@register_layer
class Flatten(Layer):
    """Put all elements of a sample along one axis.

    Parameters
    ----------
    data_format : {"channels_last", "channels_first"} or None, default None
        With "channels_first" the second axis is moved to the end before, so that
        weights fit those of a "channels_last" model. None: the configured default.

    Raises
    ------
    ShapeError
        When called: if the input has no batch axis.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Flatten()(ops.ones((2, 3, 4))).shape
    (2, 12)
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = standardize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=1)

    def call(self, inputs: Any) -> Any:
        """Return (batch, elements) for inputs (batch, ...)."""
        if self.data_format == "channels_first" and len(inputs.shape) > 2:
            inputs = ops.moveaxis(inputs, 1, -1)
        return reshaped(inputs, (inputs.shape[0], product(inputs.shape[1:])))
