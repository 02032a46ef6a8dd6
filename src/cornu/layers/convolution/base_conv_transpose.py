"""BaseConvTranspose: what transposed convolutions share."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.layers.arguments import int_tuple, positive_int
from cornu.layers.convolution.base_sliding import BaseSliding


class BaseConvTranspose(BaseSliding):
    """Spread each element over a window. Abstract: subclasses set `rank`.

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of int
        Size of the window along each spatial axis.
    strides : int or tuple of int, default 1
        By how much the spatial axes grow. Not with a `dilation_rate` above 1.
    padding : {"valid", "same"}, default "valid"
        "valid" keeps all the windows reach; "same" gives ``size * stride``.
    output_padding : int, tuple of int or None, default None
        Extra size of each spatial axis of the outputs, below its stride.
    data_format : {"channels_last", "channels_first"} or None, default None
    dilation_rate : int or tuple of int, default 1
        Distance between neighbouring elements of the window.
    activation : str, callable or None, default None
    use_bias : bool, default True
    kernel_initializer : initializer or str, default "glorot_uniform"
        For the kernel of shape (*kernel_size, filters, channels).
    bias_initializer : initializer or str, default "zeros"
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
    kernel_constraint, bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range, or two do not go together.
    ShapeError
        When called: if the inputs do not fit.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        output_padding: Any = None,
        data_format: str | None = None,
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
        self.output_padding: tuple[int, ...] | None = None
        if output_padding is not None:
            self.output_padding = int_tuple(
                output_padding, self.rank, "output_padding", who, minimum=0
            )
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self._check_steps()
        for extra, stride in zip(self.output_padding or (), self.strides):
            if extra >= stride:
                raise ValueError(
                    f"{who}: output_padding={self.output_padding} must be below "
                    f"strides={self.strides} on each axis."
                )

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of this shape."""
        channels = self._count_channels(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, self.filters, channels),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._add_bias(self.filters)

    def _slide(self, inputs: Any) -> Any:
        return ops.conv_transpose(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            output_padding=self.output_padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
