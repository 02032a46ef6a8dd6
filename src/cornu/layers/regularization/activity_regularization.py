"""ActivityRegularization: a loss on what passes through."""

from typing import Any

from cornu.layers.arguments import not_negative
from cornu.layers.layer import Layer, register_layer
from cornu.regularizers import L1L2


@register_layer
class ActivityRegularization(Layer):
    """Return the inputs, and add a loss on their size.

    The loss is ``l1 * sum(abs(x)) + l2 * sum(x ** 2)``.

    Parameters
    ----------
    l1, l2 : float, default 0.0
        Weights of the two terms, at least 0.

    Raises
    ------
    ValueError
        If a weight is negative.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.ActivityRegularization(l2=0.5)
    >>> _ = layer([[2.0]])
    >>> float(layer.losses[0])
    2.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs: Any) -> None:
        l1 = not_negative(l1, "l1", "ActivityRegularization")
        l2 = not_negative(l2, "l2", "ActivityRegularization")
        super().__init__(activity_regularizer=L1L2(l1=l1, l2=l2), **kwargs)
        self.l1 = l1
        self.l2 = l2
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Return `inputs`."""
        return inputs

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        config = super().get_config()
        config.pop("activity_regularizer", None)
        return config
