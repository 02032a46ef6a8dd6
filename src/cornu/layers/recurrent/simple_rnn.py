"""SimpleRNN: a plain recurrence over a sequence."""

from typing import Any

from cornu.layers.recurrent.own_cell import OwnCellRNN, cell_kwargs
from cornu.layers.recurrent.simple_rnn_cell import SimpleRNNCell
from cornu.layers.registry import register_layer


@register_layer
class SimpleRNN(OwnCellRNN):
    """Run ``h = activation(x @ W + h @ U + b)`` over a sequence.

    Parameters
    ----------
    units : int
        Size of the state and of the output.
    activation : str or callable, default "tanh"
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For the inputs' weights, shape (features, units).
    recurrent_initializer : str or initializer, default "orthogonal"
        For the state's weights, shape (units, units).
    bias_initializer : str or initializer, default "zeros"
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    activity_regularizer : optional
        Of the outputs.
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs' features to drop in training, the same in all steps.
    recurrent_dropout : float in [0, 1], default 0.0
        Fraction of the state to drop in training, the same in all steps.
    return_sequences : bool, default False
        Whether to return the outputs of all steps, or the last one only.
    return_state : bool, default False
        Whether to return the last state too.
    go_backwards : bool, default False
        Whether to start at the last step. Outputs stand in order of processing.
    stateful : bool, default False
        Whether a batch starts from the last states of the batch before.
    unroll : bool, default False
        Accepted for compatibility; without effect.
    seed : int or None, default None
        For the dropout masks.
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
    .. [1] Elman, "Finding Structure in Time", Cognitive Science 14, 1990.

    Examples
    --------
    >>> import cornu as keras
    >>> layer = keras.layers.SimpleRNN(4, return_sequences=True)
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 5, 4)
    """

    _unwritten = ("seed",)

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
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: int | None = None,
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        cell = SimpleRNNCell(
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
            **cell_kwargs(kwargs, "simple_rnn_cell"),
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
