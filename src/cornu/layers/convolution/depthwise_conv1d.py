"""DepthwiseConv1D: convolution of each channel of sequences by itself."""

from cornu.layers.convolution.base_depthwise_conv import BaseDepthwiseConv
from cornu.layers.layer import register_layer


@register_layer
class DepthwiseConv1D(BaseDepthwiseConv):
    """Slide kernels over each channel of sequences by itself, along time.

    Inputs are (batch, time, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    kernel_size : int or tuple of 1 int
        Size of the window.
    strides : int or tuple of 1 int, default 1
        Steps between windows.
    padding : {"valid", "same"}, default "valid"
        "valid" uses whole windows only; "same" adds zeros so that stride 1 keeps the
        size.
    depth_multiplier : int, default 1
        How many channels of the outputs each channel gives.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    dilation_rate : int or tuple of 1 int, default 1
        Distance between neighbouring elements of the window.
    activation : str, callable or None, default None
    use_bias : bool, default True
    depthwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, channels, depth_multiplier).
    bias_initializer : initializer or str, default "zeros"
    depthwise_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from the outputs.
    depthwise_constraint, bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if rank or channels do not fit, or the window is larger than the
        input.

    References
    ----------
    .. [1] Howard et al., "MobileNets: Efficient Convolutional Neural Networks for
       Mobile Vision Applications", arXiv:1704.04861, 2017.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.DepthwiseConv1D(3, depth_multiplier=2)(ops.ones((2, 8, 3))).shape
    (2, 6, 6)
    """

    rank = 1
