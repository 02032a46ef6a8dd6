"""SimpleRNNCell: one step of a plain recurrence."""

from typing import Any

from cornu.layers.recurrent.cell import RecurrentCell, product
from cornu.layers.registry import register_layer
from cornu.primitives.recurrent import simple_rnn


@register_layer
class SimpleRNNCell(RecurrentCell):
    """Compute ``h = activation(x @ W + h @ U + b)`` for one step.

    Parameters
    ----------
    units : int
        Size of the state and of the output.
    activation : str or callable, default "tanh"
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For `W`, shape (features, units).
    recurrent_initializer : str or initializer, default "orthogonal"
        For `U`, shape (units, units).
    bias_initializer : str or initializer, default "zeros"
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs' features to drop in training.
    recurrent_dropout : float in [0, 1], default 0.0
        Fraction of the state to drop, on its way into the product.
    seed : int or None, default None
        For the dropout masks.

    Raises
    ------
    ValueError
        If `units` is not a positive int.

    Examples
    --------
    >>> import cornu as keras
    >>> cell = keras.layers.SimpleRNNCell(4)
    >>> output, states = cell(keras.ops.ones((2, 3)), [keras.ops.zeros((2, 4))])
    >>> output.shape
    (2, 4)
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
            seed=seed,
            **kwargs,
        )

    def call(self, sequence: Any, states: Any, training: Any = False) -> Any:
        """Compute one step.

        Parameters
        ----------
        sequence : Tensor, shape (batch, features)
        states : Tensor or list of one Tensor, shape (batch, units)
        training : bool, default False

        Returns
        -------
        tuple
            The output (batch, units), and the state in the structure of `states`.
        """
        nested = isinstance(states, (list, tuple))
        before = states[0] if nested else states
        kernel, recurrent, bias = self._weights()
        drop, carried = self._factors(sequence, before, training)
        total = product(sequence, kernel, drop) + product(before, recurrent, carried)
        if bias is not None:
            total = total + bias
        output = self.activation(total)
        return output, [output] if nested else output

    def run(
        self, sequences: Any, states: Any, mask: Any, *, training: Any, reverse: bool
    ) -> tuple[Any, list[Any]]:
        kernel, recurrent, bias = self._weights()
        z, drop = self._prepare(sequences, states[0], training, bias, kernel)
        activation = self._curves()["activation"]
        outputs, last = simple_rnn(
            z, recurrent, states[0], mask, drop, activation=activation, reverse=reverse
        )
        return outputs, [last]
