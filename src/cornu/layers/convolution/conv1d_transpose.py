"""Conv1DTranspose: transposed convolution of sequences, which enlarges them."""

from cornu.layers.convolution.base_conv_transpose import BaseConvTranspose
from cornu.layers.layer import register_layer


@register_layer
class Conv1DTranspose(BaseConvTranspose):
    """Enlarge sequences: spread each element over a window along time.

    The transpose of what a convolution with the same settings does.
    Inputs are (batch, time, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of 1 int
        Size of the window.
    strides : int or tuple of 1 int, default 1
        By how much the spatial axes grow; not with a `dilation_rate` above 1.
    padding : {"valid", "same"}, default "valid"
        "valid" keeps all the windows reach; "same" gives ``size * stride``.
    output_padding : int, tuple of 1 int or None, default None
        Size of the outputs beyond the least a window at each step needs, below the
        stride; None for what `padding` says.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    dilation_rate : int or tuple of 1 int, default 1
        Distance between neighbouring elements of the window.
    activation : str, callable or None, default None
    use_bias : bool, default True
    kernel_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, filters, channels).
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
        When called: if rank or channels do not fit.

    References
    ----------
    .. [1] Zeiler et al., "Deconvolutional Networks", CVPR 2010.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Conv1DTranspose(4, kernel_size=3, strides=2)(ops.ones((2, 8, 3))).shape
    (2, 17, 4)
    """

    rank = 1
