"""Identity: a layer that changes nothing."""

from typing import Any

from cornu.layers.layer import Layer, register_layer


@register_layer
class Identity(Layer):
    """Return the inputs as they are.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Identity()([1.0, 2.0]).tolist()
    [1.0, 2.0]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return `inputs`."""
        return inputs
