"""Wrapper: what layers share that hold another one."""

from typing import Any

from cornu.layers.layer import Layer, register_layer


@register_layer
class Wrapper(Layer):
    """Hold another layer, in order to do more with it.

    Abstract: a subclass says in ``call`` what is done with ``self.layer``.

    Parameters
    ----------
    layer : Layer

    Raises
    ------
    ValueError
        If `layer` is no layer.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> class Twice(layers.Wrapper):
    ...     def call(self, inputs):
    ...         return self.layer(self.layer(inputs))
    >>> Twice(layers.Dense(3))(ops.ones((2, 3))).shape
    (2, 3)
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(layer, Layer):
            raise ValueError(
                f"{type(self).__name__}: layer must be a layer, got {layer!r} "
                f"({type(layer).__name__})."
            )
        self.layer = layer

    def build(self, input_shape: Any) -> None:
        """Build the inner layer, on the same shape."""
        if not self.layer.built:
            self.layer.build(input_shape)
