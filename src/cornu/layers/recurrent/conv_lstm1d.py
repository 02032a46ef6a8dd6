"""ConvLSTM1D: long short-term memory over rows, by convolutions."""

from cornu.layers.recurrent.base_conv_lstm import BaseConvLSTM
from cornu.layers.registry import register_layer


@register_layer
class ConvLSTM1D(BaseConvLSTM):
    """Run long short-term memory over rows, by sliding kernels.

    As in `LSTM`, but a step and the states have spatial axes, and both matrix products
    are convolutions. Inputs have the shape
    (batch, time, rows, channels), or with the
    channels third if `data_format` is "channels_first".

    Parameters
    ----------
    filters : int
        Number of channels of the outputs and states.
    kernel_size : int or tuple of 1 int
        Size of the window, in inputs and states.
    strides : int or tuple of 1 int, default 1
        Steps between windows in the inputs; not with a `dilation_rate` above 1.
    padding : {"valid", "same"}, default "valid"
        Of the inputs; the states keep their size.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    dilation_rate : int or tuple of 1 int, default 1
        Distance between neighbouring elements of the window in the inputs.
    activation : str or callable, default "tanh"
    recurrent_activation : str or callable, default "sigmoid"
        Of the gates.
    use_bias : bool, default True
    kernel_initializer : str or initializer, default "glorot_uniform"
        For the inputs' weights, shape (*kernel_size, channels, 4 * filters).
    recurrent_initializer : str or initializer, default "orthogonal"
        For the states' weights, shape (*kernel_size, filters, 4 * filters).
    bias_initializer : str or initializer, default "zeros"
    unit_forget_bias : bool, default True
        Whether the forget gate's bias starts at one.
    kernel_regularizer, recurrent_regularizer, bias_regularizer : optional
    activity_regularizer : optional
        Of the outputs.
    kernel_constraint, recurrent_constraint, bias_constraint : optional
    dropout : float in [0, 1], default 0.0
        Fraction of the inputs to drop in training, the same in all steps.
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

    Raises
    ------
    ValueError
        If an argument is out of its range, or two do not go together.
    ShapeError
        When called: if the rank does not fit, or a size is unknown other than those of
        batch and time.

    References
    ----------
    .. [1] Shi et al., "Convolutional LSTM Network: A Machine Learning Approach for
       Precipitation Nowcasting", NeurIPS 2015; without its peepholes, the products of
       gates and memory.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.ConvLSTM1D(4, kernel_size=3)(ops.ones((2, 5, 8, 3))).shape
    (2, 6, 4)
    """

    rank = 1
