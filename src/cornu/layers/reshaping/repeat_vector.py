"""RepeatVector: one vector as a sequence of equal ones."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import positive_int
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class RepeatVector(Layer):
    """Repeat each sample `n` times along a new time axis.

    Parameters
    ----------
    n : int
        Number of repetitions, at least 1.

    Raises
    ------
    ValueError
        If `n` is no positive integer.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.RepeatVector(3)(ops.ones((5, 2))).shape
    (5, 3, 2)
    """

    def __init__(self, n: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.n = positive_int(n, "n", "RepeatVector")
        self.input_spec = InputSpec(ndim=2)

    def call(self, inputs: Any) -> Any:
        """Return (batch, n, features) for inputs (batch, features)."""
        return ops.repeat(ops.expand_dims(inputs, 1), self.n, axis=1)
