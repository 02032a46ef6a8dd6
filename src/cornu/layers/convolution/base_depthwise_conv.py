"""BaseDepthwiseConv: what convolutions of each channel by itself share."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.layers.arguments import positive_int
from cornu.layers.convolution.base_sliding import BaseSliding


class BaseDepthwiseConv(BaseSliding):
    """Slide kernels over each channel by itself. Abstract: subclasses set `rank`.

    Parameters
    ----------
    kernel_size : int or tuple of int
        Size of the window along each spatial axis.
    strides : int or tuple of int, default 1
        Steps between windows.
    padding : {"valid", "same"}, default "valid"
    depth_multiplier : int, default 1
        How many channels of the outputs each channel gives.
    data_format : {"channels_last", "channels_first"} or None, default None
    dilation_rate : int or tuple of int, default 1
        Distance between neighbouring elements of the window.
    activation : str, callable or None, default None
    use_bias : bool, default True
    depthwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, channels, depth_multiplier).
    bias_initializer : initializer or str, default "zeros"
    depthwise_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
    depthwise_constraint, bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if the inputs do not fit.
    """

    def __init__(
        self,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size,
            strides,
            padding,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            bias_initializer,
            bias_regularizer,
            bias_constraint,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
        self.depth_multiplier = positive_int(
            depth_multiplier, "depth_multiplier", type(self).__name__
        )
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of this shape."""
        channels = self._count_channels(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        self._add_bias(channels * self.depth_multiplier)

    def _slide(self, inputs: Any) -> Any:
        return ops.depthwise_conv(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
