"""UpSampling1D: every time step several times."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class UpSampling1D(Layer):
    """Repeat each time step of (batch, time, channels).

    Parameters
    ----------
    size : int, default 2
        Number of repetitions.

    Raises
    ------
    ValueError
        If `size` is no positive integer.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.UpSampling1D(2)(ops.array([[[1.0], [2.0]]]))[0, :, 0].tolist()
    [1.0, 1.0, 2.0, 2.0]
    """

    def __init__(self, size: int = 2, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size = positive_int(size, "size", "UpSampling1D")
        self.input_spec = InputSpec(ndim=3)

    def call(self, inputs: Any) -> Any:
        """Return (batch, size * time, channels)."""
        return ops.repeat(inputs, self.size, axis=1)
