"""TimeDistributed: one layer, applied to every step."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.core.wrapper import Wrapper
from cornu.layers.registry import register_layer
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree


@register_layer
class TimeDistributed(Wrapper):
    """Apply a layer to every step of the input, with the same weights.

    Parameters
    ----------
    layer : Layer
        Gets the steps as one large batch, (batch * time, ...); one by one in training
        if it has weights that are not trained, as running statistics are.

    Raises
    ------
    ValueError
        If `layer` is no layer.
    ShapeError
        On a call whose input has fewer than three axes.

    Examples
    --------
    >>> import cornu as keras
    >>> layer = keras.layers.TimeDistributed(keras.layers.Dense(4))
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 5, 4)
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        shape = self._check(tuple(input_shape))
        super().build((shape[0], *shape[2:]))

    def _check(self, shape: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(shape) < 3:
            raise ShapeError(
                f"{self._who()}: expected an input of at least 3 axes (batch, time, "
                f"...), got {shape}; add an axis: ops.expand_dims(x, -1)."
            )
        return shape

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Apply the layer to every step.

        Parameters
        ----------
        inputs : Tensor, shape (batch, time, ...)
        training : bool, optional
            Passed on to the layer.
        mask : Tensor of bool, shape (batch, time), optional
            Travels on with the outputs; the layer, which sees single steps, does not
            get it.

        Returns
        -------
        Tensor, shape (batch, time, ...)
        """
        batch, time, *rest = self._check(tuple(inputs.shape))
        if isinstance(inputs, SymbolicTensor):
            found = self.layer(
                SymbolicTensor((batch, *rest), inputs.dtype), training=training
            )
            return tree.map_structure(
                lambda y: SymbolicTensor((batch, time, *y.shape[1:]), str(y.dtype)),
                found,
            )
        if training and self.layer.non_trainable_weights:
            # Statistics of the batch (BatchNormalization) are those of each step.
            rows = [self.layer(inputs[:, t], training=training) for t in range(time)]
            return tree.map_structure(lambda *ys: ops.stack(ys, axis=1), *rows)
        steps = ops.reshape(inputs, (batch * time, *rest))
        found = self.layer(steps, training=training)
        return tree.map_structure(
            lambda y: ops.reshape(y, (batch, time, *y.shape[1:])), found
        )
