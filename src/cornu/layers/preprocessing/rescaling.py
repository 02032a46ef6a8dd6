"""Rescaling: other units and another zero."""

from typing import Any

from cornu import ops
from cornu.layers.layer import Layer, register_layer
from cornu.utils import tree


@register_layer
class Rescaling(Layer):
    """Multiply by a scale and add an offset: ``inputs * scale + offset``.

    Parameters
    ----------
    scale : number, or sequence of numbers that broadcasts with the inputs
        ``1 / 255`` brings pixels into [0, 1].
    offset : number, or sequence of numbers that broadcasts with the inputs, default 0.0

    Raises
    ------
    TypeError
        If `scale` or `offset` holds no numbers.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Rescaling(1 / 127.5, offset=-1)([[0, 255]]).tolist()
    [[-1.0, 1.0]]
    """

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = _numbers(scale, "scale")
        self.offset = _numbers(offset, "offset")
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return numbers of the compute type, in the shape of the inputs."""
        dtype = self.compute_dtype
        scale, offset = (
            ops.convert_to_tensor(value, dtype) for value in (self.scale, self.offset)
        )
        return ops.cast(inputs, dtype) * scale + offset


def _numbers(value: Any, name: str) -> Any:
    flat = tree.flatten(value) if isinstance(value, (list, tuple)) else [value]
    if flat and all(hasattr(v, "__float__") for v in flat):
        return value
    raise TypeError(
        f"Rescaling: {name} must be a number or a sequence of numbers, got {value!r} "
        f"({type(value).__name__})."
    )
