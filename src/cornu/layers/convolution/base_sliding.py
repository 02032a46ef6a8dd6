"""BaseSliding: what layers share that slide one kernel or several over their inputs."""

from typing import Any

from cornu import activations, constraints, initializers, ops, regularizers
from cornu.config import standardize_data_format
from cornu.errors import ShapeError
from cornu.layers.arguments import int_tuple, one_of
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class BaseSliding(Layer):
    """Hold windows, bias and activation. Abstract: subclasses set `rank`.

    A subclass makes its kernels in `build`, and says in `_slide` what they do.

    Parameters
    ----------
    kernel_size : int or tuple of int
        Size of the window along each spatial axis.
    strides : int or tuple of int
        Steps between windows.
    padding : str
        One of `paddings`.
    data_format : {"channels_last", "channels_first"} or None
        Where the channel axis stands; None for the configured default.
    dilation_rate : int or tuple of int
        Distance between neighbouring elements of the window.
    activation : str, callable or None
    use_bias : bool
    bias_initializer : initializer or str
    bias_regularizer : regularizer, str or None
    bias_constraint : constraint, str or None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    """

    rank = 0
    paddings: tuple[str, ...] = ("valid", "same")

    def __init__(
        self,
        kernel_size: Any,
        strides: Any,
        padding: str,
        data_format: str | None,
        dilation_rate: Any,
        activation: Any,
        use_bias: bool,
        bias_initializer: Any,
        bias_regularizer: Any,
        bias_constraint: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        who, rank = type(self).__name__, self.rank
        self.kernel_size = int_tuple(kernel_size, rank, "kernel_size", who)
        self.strides = int_tuple(strides, rank, "strides", who)
        self.dilation_rate = int_tuple(dilation_rate, rank, "dilation_rate", who)
        self.padding = one_of(padding, self.paddings, "padding", who)
        self.data_format = standardize_data_format(data_format)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.bias_initializer = initializers.get(bias_initializer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.bias_constraint = constraints.get(bias_constraint)
        self.bias: Any = None
        self.input_spec = InputSpec(ndim=rank + 2)

    def _check_steps(self) -> None:
        """Refuse strides together with a dilation."""
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"{type(self).__name__}: strides={self.strides} and "
                f"dilation_rate={self.dilation_rate} cannot both be above 1; set one "
                f"of them to 1."
            )

    @property
    def _channel_axis(self) -> int:
        return -1 if self.data_format == "channels_last" else 1

    def _count_channels(self, input_shape: Any, multiple_of: int = 1) -> int:
        """Return the number of channels, and demand it of all inputs from now on."""
        axis = self._channel_axis
        channels = input_shape[axis]
        if channels is None or channels % multiple_of:
            wanted = f"a multiple of groups={multiple_of}" if channels else "known"
            raise ShapeError(
                f"{type(self).__name__} {self.name!r}: the number of channels must be "
                f"{wanted}, got shape {tuple(input_shape)} ({self.data_format})."
            )
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        return int(channels)

    def _add_bias(self, filters: int) -> None:
        """Make `bias`, one number per channel of the outputs, if there is to be one."""
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(filters,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def call(self, inputs: Any) -> Any:
        """Return (batch, *spatial, filters) for inputs (batch, *spatial, channels).

        With "channels_first" the channel axis stands second in both.
        """
        outputs = self._slide(inputs)
        if self.bias is not None:
            outputs = ops.add(outputs, self._aligned(self.bias))
        return self.activation(outputs)

    def _slide(self, inputs: Any) -> Any:
        """Return what the kernels make of the inputs."""
        raise TypeError(f"{type(self).__name__} is abstract; use a subclass.")

    def _aligned(self, bias: Any) -> Any:
        """Return `bias` so that it broadcasts along the channel axis."""
        if self.data_format == "channels_last":
            return bias
        return ops.reshape(bias, (-1,) + (1,) * self.rank)
