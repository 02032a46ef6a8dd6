"""Conv1D: convolution of sequences."""

from cornu.layers.convolution.base_conv import BaseConv
from cornu.layers.layer import register_layer


@register_layer
class Conv1D(BaseConv):
    """Slide a kernel over sequences: over time.

    Inputs are (batch, time, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of 1 int
        Size of the window.
    strides : int or tuple of 1 int, default 1
        Steps between windows; not with a `dilation_rate` above 1.
    padding : {"valid", "same", "causal"}, default "valid"
        "valid" uses whole windows only; "same" adds zeros so that stride 1 keeps the
        size; "causal" adds them in front: no output sees later inputs.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    dilation_rate : int or tuple of 1 int, default 1
        Distance between neighbouring elements of the window.
    groups : int, default 1
        Channels and filters are split into as many groups, each on its own.
    activation : str, callable or None, default None
    use_bias : bool, default True
    kernel_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, channels // groups, filters).
    bias_initializer : initializer or str, default "zeros"
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from the outputs.
    kernel_constraint, bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range, or two do not go together.
    ShapeError
        When called: if rank or channels do not fit, or the window is larger than the
        input.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Conv1D(4, kernel_size=3, padding="causal")(ops.ones((2, 8, 3))).shape
    (2, 8, 4)
    """

    rank = 1
    paddings = ("valid", "same", "causal")
