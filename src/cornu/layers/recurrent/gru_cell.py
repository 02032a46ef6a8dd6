"""GRUCell: one step of a gated recurrent unit."""

from typing import Any

from cornu import ops
from cornu.autodiff.tape import recording
from cornu.layers.recurrent.cell import RecurrentCell, product
from cornu.layers.registry import register_layer
from cornu.primitives.recurrent import gru


@register_layer
class GRUCell(RecurrentCell):
    """Compute one step of a gated recurrent unit.

    With sigmoid `s` (the recurrent activation) and columns of the weights in the order
    update, reset, new: ``z = s(x @ W_z + h @ U_z)``, ``r = s(x @ W_r + h @ U_r)``,
    ``n = activation(x @ W_n + r * (h @ U_n))`` and ``h = z * h + (1 - z) * n``, biases
    left out.

    Parameters
    ----------
    units : int
        Size of the state and of the output.
    activation : str or callable, default "tanh"
    recurrent_activation : str or callable, default "sigmoid"
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For `W`, shape (features, 3 * units).
    recurrent_initializer : str or initializer, default "orthogonal"
        For `U`, shape (units, 3 * units).
    bias_initializer : str or initializer, default "zeros"
        For the bias, shape (2, 3 * units): of the inputs' and of the state's product;
        (3 * units,) if not `reset_after`.
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs' features to drop in training.
    recurrent_dropout : float in [0, 1], default 0.0
        Fraction of the state to drop, on its way into the product: other units for
        each gate. Then the inputs' dropout differs from gate to gate, too.
    reset_after : bool, default True
        Whether the reset gate acts after the product with `U_n`; if not,
        ``n = activation(x @ W_n + (r * h) @ U_n)``.
    seed : int or None, default None
        For the dropout masks.

    Raises
    ------
    ValueError
        If `units` is not a positive int.

    References
    ----------
    .. [1] Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for
       Statistical Machine Translation", EMNLP 2014.

    Examples
    --------
    >>> import cornu as keras
    >>> cell = keras.layers.GRUCell(4)
    >>> output, states = cell(keras.ops.ones((2, 3)), [keras.ops.zeros((2, 4))])
    >>> output.shape
    (2, 4)
    """

    gates = 3

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
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
        reset_after: bool = True,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units,
            activation=activation,
            recurrent_activation=recurrent_activation,
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
        self.reset_after = reset_after

    def _bias_shape(self) -> tuple[int, ...]:
        width = 3 * self.units
        return (2, width) if self.reset_after else (width,)

    def _biases(self, bias: Any) -> tuple[Any, Any]:
        """Return the biases of the inputs' and of the state's product."""
        if bias is None or not self.reset_after:
            return bias, None
        return bias[0], bias[1]

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Compute one step.

        Parameters
        ----------
        inputs : Tensor, shape (batch, features)
        states : Tensor or list of one Tensor, shape (batch, units)
        training : bool, default False

        Returns
        -------
        tuple
            The output (batch, units), and the state in the structure of `states`.
        """
        nested = isinstance(states, (list, tuple))
        h = states[0] if nested else states
        kernel, recurrent, bias = self._weights()
        given, carried = self._biases(bias)
        drop, held = self._factors(inputs, h, training)
        x = product(inputs, kernel, drop)
        if given is not None:
            x = x + given
        x_z, x_r, x_n = ops.split(x, 3, axis=1)
        gate, gates = self.recurrent_activation, 2 * self.units
        if self.reset_after:
            total = product(h, recurrent, held)
            if carried is not None:
                total = total + carried
            h_z, h_r, h_n = ops.split(total, 3, axis=1)
            update, reset = gate(x_z + h_z), gate(x_r + h_r)
            new = self.activation(x_n + reset * h_n)
        else:
            pair = None if held is None else held[:2]
            total = product(h, recurrent[:, :gates], pair)
            h_z, h_r = ops.split(total, 2, axis=1)
            update, reset = gate(x_z + h_z), gate(x_r + h_r)
            fed = reset * (h if held is None else h * held[2])
            new = self.activation(x_n + ops.matmul(fed, recurrent[:, gates:]))
        output = update * h + (1 - update) * new
        return output, [output] if nested else output

    def run(
        self, sequences: Any, states: Any, mask: Any, *, training: Any, reverse: bool
    ) -> tuple[Any, list[Any]]:
        kernel, recurrent, bias = self._weights()
        given, carried = self._biases(bias)
        z, drop = self._prepare(sequences, states[0], training, given, kernel)
        outputs, last = gru(
            z,
            recurrent,
            states[0],
            carried,
            mask,
            drop,
            reset_after=self.reset_after,
            reverse=reverse,
            keep=recording(),
            **self._curves(),
        )[:2]
        return outputs, [last]
