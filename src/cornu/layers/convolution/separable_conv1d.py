"""SeparableConv1D: convolution of sequences in two cheaper steps."""

from cornu.layers.convolution.base_separable_conv import BaseSeparableConv
from cornu.layers.layer import register_layer


@register_layer
class SeparableConv1D(BaseSeparableConv):
    """Slide kernels over each channel of sequences by itself, then mix the channels.

    The first step looks along time, the second across channels; a
    convolution that does both at once has far more weights.
    Inputs are (batch, time, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of 1 int
        Size of the window.
    strides : int or tuple of 1 int, default 1
        Steps between windows.
    padding : {"valid", "same"}, default "valid"
        "valid" uses whole windows only; "same" adds zeros so that stride 1 keeps the
        size.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    dilation_rate : int or tuple of 1 int, default 1
        Distance between neighbouring elements of the window.
    depth_multiplier : int, default 1
        How many channels each channel gives before they are mixed.
    activation : str, callable or None, default None
    use_bias : bool, default True
    depthwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, channels, depth_multiplier).
    pointwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (1, channels * depth_multiplier, filters).
    bias_initializer : initializer or str, default "zeros"
    depthwise_regularizer, pointwise_regularizer : regularizer, str or None, \
default None
    bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from the outputs.
    depthwise_constraint, pointwise_constraint : constraint, str or None, default None
    bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if rank or channels do not fit, or the window is larger than the
        input.

    References
    ----------
    .. [1] Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions",
       CVPR 2017.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.SeparableConv1D(4, kernel_size=3)(ops.ones((2, 8, 3))).shape
    (2, 6, 4)
    """

    rank = 1
