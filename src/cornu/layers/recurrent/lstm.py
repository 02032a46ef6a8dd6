"""LSTM: long short-term memory over a sequence."""

from typing import Any

from cornu.layers.recurrent.lstm_cell import LSTMCell
from cornu.layers.recurrent.own_cell import OwnCellRNN, cell_kwargs
from cornu.layers.registry import register_layer


@register_layer
class LSTM(OwnCellRNN):
    """Run long short-term memory over a sequence; see `LSTMCell` for the formulas.

    Parameters
    ----------
    units : int
        Size of the state and of the output.
    activation : str or callable, default "tanh"
    recurrent_activation : str or callable, default "sigmoid"
        Of the gates.
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For the inputs' weights, shape (features, 4 * units).
    recurrent_initializer : str or initializer, default "orthogonal"
        For the state's weights, shape (units, 4 * units).
    bias_initializer : str or initializer, default "zeros"
    unit_forget_bias : bool, default True
        Whether the forget gate's bias starts at one.
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    activity_regularizer : optional
        Of the outputs.
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs' features to drop in training, the same in all steps.
    recurrent_dropout : float in [0, 1], default 0.0
        Fraction of the state to drop in training, the same in all steps.
    seed : int or None, default None
        For the dropout masks.
    return_sequences : bool, default False
        Whether to return the outputs of all steps, or the last one only.
    return_state : bool, default False
        Whether to return the last output and memory too.
    go_backwards : bool, default False
        Whether to start at the last step. Outputs stand in order of processing.
    stateful : bool, default False
        Whether a batch starts from the last states of the batch before.
    unroll : bool, default False
        Accepted for compatibility; without effect.
    use_cudnn : bool or "auto", default "auto"
        Accepted for compatibility; without effect.
    zero_output_for_mask : bool, default False
        Whether the output of a masked step is zero rather than the one before it.

    Raises
    ------
    ValueError
        If `units` is not a positive int.
    ShapeError
        On a call whose input is not (batch, time, features).

    References
    ----------
    .. [1] Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9,
       1997.

    Examples
    --------
    >>> import cornu as keras
    >>> layer = keras.layers.LSTM(4, return_sequences=True)
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 5, 4)
    """

    _unwritten = ("use_cudnn",)

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
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        use_cudnn: Any = "auto",
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        cell = LSTMCell(
            units,
            activation=activation,
            recurrent_activation=recurrent_activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer,
            unit_forget_bias=unit_forget_bias,
            kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
            seed=seed,
            **cell_kwargs(kwargs, "lstm_cell"),
        )
        super().__init__(
            cell,
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            zero_output_for_mask=zero_output_for_mask,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
        self.use_cudnn = use_cudnn
