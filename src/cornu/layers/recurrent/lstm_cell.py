"""LSTMCell: one step of long short-term memory."""

from typing import Any

from cornu import ops
from cornu.autodiff.tape import recording
from cornu.layers.recurrent.cell import RecurrentCell, product
from cornu.layers.registry import register_layer
from cornu.primitives.recurrent import lstm


@register_layer
class LSTMCell(RecurrentCell):
    """Compute one step of long short-term memory.

    The state is a pair: the output `h` and the memory `c`. With sigmoid `s` (the
    recurrent activation) and ``i, f, n, o = split(x @ W + h @ U + b, 4)``:
    ``c = s(f) * c + s(i) * activation(n)`` and ``h = s(o) * activation(c)``.

    Parameters
    ----------
    units : int
        Size of `h`, of `c` and of the output.
    activation : str or callable, default "tanh"
    recurrent_activation : str or callable, default "sigmoid"
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For `W`, shape (features, 4 * units).
    recurrent_initializer : str or initializer, default "orthogonal"
        For `U`, shape (units, 4 * units).
    bias_initializer : str or initializer, default "zeros"
    unit_forget_bias : bool, default True
        Whether the forget gate's bias starts at one.
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs' features to drop in training.
    recurrent_dropout : float in [0, 1], default 0.0
        Fraction of `h` to drop, on its way into the product: other units for each
        gate. Then the inputs' dropout differs from gate to gate, too.
    seed : int or None, default None
        For the dropout masks.

    Raises
    ------
    ValueError
        If `units` is not a positive int.

    References
    ----------
    .. [1] Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9,
       1997; forget gate: Gers et al., Neural Computation 12, 2000; its bias of one:
       Jozefowicz et al., ICML 2015.

    Examples
    --------
    >>> import cornu as keras
    >>> cell = keras.layers.LSTMCell(4)
    >>> states = [keras.ops.zeros((2, 4)), keras.ops.zeros((2, 4))]
    >>> output, states = cell(keras.ops.ones((2, 3)), states)
    >>> output.shape
    (2, 4)
    """

    gates = 4

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
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
        self.unit_forget_bias = unit_forget_bias
        self.state_size = [self.units, self.units]

    def _start_bias(self, shape: Any, dtype: Any = None) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer(shape, dtype=dtype)
        units = self.units
        return ops.concatenate(
            [
                self.bias_initializer((units,), dtype=dtype),
                ops.ones((units,), dtype),
                self.bias_initializer((2 * units,), dtype=dtype),
            ]
        )

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Compute one step.

        Parameters
        ----------
        inputs : Tensor, shape (batch, features)
        states : list of two Tensors, shape (batch, units)
            Output and memory of the step before.
        training : bool, default False

        Returns
        -------
        tuple
            The output (batch, units), and the list of the new output and memory.
        """
        h, c = states
        kernel, recurrent, bias = self._weights()
        drop, carried = self._factors(inputs, h, training)
        total = product(inputs, kernel, drop) + product(h, recurrent, carried)
        if bias is not None:
            total = total + bias
        i, f, new, o = ops.split(total, 4, axis=1)
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(new)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def run(
        self, sequences: Any, states: Any, mask: Any, *, training: Any, reverse: bool
    ) -> tuple[Any, list[Any]]:
        h, c = states
        kernel, recurrent, bias = self._weights()
        z, drop = self._prepare(sequences, h, training, bias, kernel)
        outputs, h, c = lstm(
            z,
            recurrent,
            h,
            c,
            mask,
            drop,
            reverse=reverse,
            keep=recording(),
            **self._curves(),
        )[:3]
        return outputs, [h, c]
