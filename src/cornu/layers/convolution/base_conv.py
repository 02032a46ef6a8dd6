"""BaseConv: what convolutions over one, two and three axes share."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.layers.arguments import positive_int
from cornu.layers.convolution.base_sliding import BaseSliding


class BaseConv(BaseSliding):
    """Slide a kernel over the spatial axes. Abstract: subclasses set `rank`.

    Parameters
    ----------
    filters : int
        Number of channels of the outputs.
    kernel_size : int or tuple of int
        Size of the window along each spatial axis.
    strides : int or tuple of int, default 1
        Steps between windows. Not with a `dilation_rate` above 1.
    padding : {"valid", "same", "causal"}, default "valid"
        "valid" uses whole windows only; "same" adds zeros so that stride 1 keeps the
        size; "causal" (one axis only) adds them in front: no output sees the future.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.
    dilation_rate : int or tuple of int, default 1
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
        data_format: str | None = None,
        dilation_rate: Any = 1,
        groups: int = 1,
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
        self.groups = positive_int(groups, "groups", who)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        if self.filters % self.groups:
            raise ValueError(
                f"{who}: filters={self.filters} cannot be split into "
                f"groups={self.groups}; filters must be a multiple of groups."
            )
        self._check_steps()

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of this shape."""
        channels = self._count_channels(input_shape, multiple_of=self.groups)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels // self.groups, self.filters),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._add_bias(self.filters)

    def _slide(self, inputs: Any) -> Any:
        return ops.conv(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
