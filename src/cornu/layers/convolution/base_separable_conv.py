"""BaseSeparableConv: what convolutions in two steps, in space and depth, share."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.layers.arguments import positive_int
from cornu.layers.convolution.base_sliding import BaseSliding


class BaseSeparableConv(BaseSliding):
    """Slide over each channel by itself, then mix. Abstract: subclasses set `rank`.

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of int
        Size of the window along each spatial axis.
    strides : int or tuple of int, default 1
        Steps between windows.
    padding : {"valid", "same"}, default "valid"
    data_format : {"channels_last", "channels_first"} or None, default None
    dilation_rate : int or tuple of int, default 1
        Distance between neighbouring elements of the window.
    depth_multiplier : int, default 1
        How many channels each channel gives before they are mixed.
    activation : str, callable or None, default None
    use_bias : bool, default True
    depthwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, channels, depth_multiplier).
    pointwise_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (1, ..., channels * depth_multiplier, filters).
    bias_initializer : initializer or str, default "zeros"
    depthwise_regularizer, pointwise_regularizer, bias_regularizer : \
regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
    depthwise_constraint, pointwise_constraint, bias_constraint : \
constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ShapeError
        When called: if the inputs do not fit.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
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
        who = type(self).__name__
        self.filters = positive_int(filters, "filters", who)
        self.depth_multiplier = positive_int(depth_multiplier, "depth_multiplier", who)
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.pointwise_constraint = constraints.get(pointwise_constraint)

    def build(self, input_shape: Any) -> None:
        """Make both kernels and `bias` for inputs of this shape."""
        channels = self._count_channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        deep = channels * self.depth_multiplier
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(*(1,) * self.rank, deep, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )
        self._add_bias(self.filters)

    def _slide(self, inputs: Any) -> Any:
        return ops.separable_conv(
            inputs,
            self.depthwise_kernel,
            self.pointwise_kernel,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
