"""Activation: a function of the inputs as a layer."""

from typing import Any

from cornu import activations
from cornu.layers.layer import Layer, register_layer


@register_layer
class Activation(Layer):
    """Apply an activation function.

    Parameters
    ----------
    activation : str, callable or None
        Name such as ``"relu"``, or a function of one tensor; None is the identity.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Activation("relu")([-1.0, 2.0]).tolist()
    [0.0, 2.0]
    """

    def __init__(self, activation: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activation = activations.get(activation)
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return the activation of a tensor of any shape."""
        return self.activation(inputs)
