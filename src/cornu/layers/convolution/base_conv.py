"""BaseConv: what convolutions over one, two and three axes share."""

from typing import Any

from cornu import activations, constraints, initializers, ops, regularizers
from cornu.config import standardize_data_format
from cornu.errors import ShapeError
from cornu.layers.arguments import int_tuple, one_of, positive_int
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class BaseConv(Layer):
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

    rank = 0

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
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        who, rank = type(self).__name__, self.rank
        self.filters = positive_int(filters, "filters", who)
        self.kernel_size = int_tuple(kernel_size, rank, "kernel_size", who)
        self.strides = int_tuple(strides, rank, "strides", who)
        self.dilation_rate = int_tuple(dilation_rate, rank, "dilation_rate", who)
        paddings = ("valid", "same", "causal") if rank == 1 else ("valid", "same")
        self.padding = one_of(padding, paddings, "padding", who)
        self.data_format = standardize_data_format(data_format)
        self.groups = positive_int(groups, "groups", who)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.bias: Any = None
        self.input_spec = InputSpec(ndim=rank + 2)
        self._check_together(who)

    def _check_together(self, who: str) -> None:
        if self.filters % self.groups:
            raise ValueError(
                f"{who}: filters={self.filters} cannot be split into "
                f"groups={self.groups}; filters must be a multiple of groups."
            )
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"{who}: strides={self.strides} and "
                f"dilation_rate={self.dilation_rate} cannot both be above 1; set one "
                f"of them to 1."
            )

    @property
    def _channel_axis(self) -> int:
        return -1 if self.data_format == "channels_last" else 1

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of this shape."""
        axis = self._channel_axis
        channels = input_shape[axis]
        if channels is None or channels % self.groups:
            wanted = f"a multiple of groups={self.groups}" if channels else "known"
            raise ShapeError(
                f"{type(self).__name__} {self.name!r}: the number of channels must be "
                f"{wanted}, got shape {tuple(input_shape)} ({self.data_format})."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels // self.groups, self.filters),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.filters,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})

    def call(self, inputs: Any) -> Any:
        """Return (batch, *spatial, filters) for inputs (batch, *spatial, channels).

        With "channels_first" the channel axis stands second in both.
        """
        outputs = ops.conv(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            outputs = ops.add(outputs, self._aligned(self.bias))
        return self.activation(outputs)

    def _aligned(self, bias: Any) -> Any:
        """Return `bias` so that it broadcasts along the channel axis."""
        if self.data_format == "channels_last":
            return bias
        return ops.reshape(bias, (-1,) + (1,) * self.rank)
