"""Conv3DTranspose: transposed convolution of volumes, which enlarges them."""

from typing import Any

from cornu.layers.convolution.base_conv_transpose import BaseConvTranspose
from cornu.layers.layer import register_layer


@register_layer
class Conv3DTranspose(BaseConvTranspose):
    """Enlarge volumes: spread each element over a window along depth, height and width.

    The transpose of what a convolution with the same settings does.
    Inputs are (batch, depth, height, width, channels), or with the channels
    second if `data_format` is "channels_first".

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of 3 int
        Size of the window.
    strides : int or tuple of 3 int, default 1
        By how much the spatial axes grow; not with a `dilation_rate` above 1.
    padding : {"valid", "same"}, default "valid"
        "valid" keeps all the windows reach; "same" gives ``size * stride``.
    data_format : {"channels_last", "channels_first"} or None, default None
        None for the configured default.
    output_padding : int, tuple of 3 int or None, default None
        Size of the outputs beyond the least a window at each step needs, below the
        stride; None for what `padding` says.
    dilation_rate : int or tuple of 3 int, default 1
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
    >>> layers.Conv3DTranspose(4, 2, strides=2)(ops.ones((2, 2, 4, 4, 3))).shape
    (2, 4, 8, 8, 4)
    """

    rank = 3

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        output_padding: Any = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        # Keras has data_format before output_padding here, and only here.
        super().__init__(
            filters,
            kernel_size,
            strides=strides,
            padding=padding,
            output_padding=output_padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )
