"""ConvLSTMCell: one step of long short-term memory over images."""

from typing import Any

from cornu import ops
from cornu.config import standardize_data_format
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.arguments import int_tuple, one_of, positive_int
from cornu.layers.recurrent.cell import RecurrentCell
from cornu.symbolic import SymbolicTensor


class ConvLSTMCell(RecurrentCell):
    """Compute one step of long short-term memory whose products are convolutions.

    With sigmoid `s` (the recurrent activation), ``*`` a convolution and
    ``i, f, n, o = split(W * x + U * h + b, 4)`` along the channels:
    ``c = s(f) c + s(i) activation(n)`` and ``h = s(o) activation(c)``.

    Parameters
    ----------
    rank : int
        Number of spatial axes.
    filters : int
        Number of channels of `h` and `c`.
    kernel_size, strides, dilation_rate : int or tuple of int
        Of the inputs' convolution; that of the state has the same window, takes
        every step, and adds zeros to keep the size.
    padding : {"valid", "same"}
    data_format : {"channels_last", "channels_first"} or None
    unit_forget_bias : bool, default True
        Whether the forget gate's bias starts at one.

    The others are those of :class:`LSTMCell`.

    Raises
    ------
    ValueError
        If an argument is out of its range, or two do not go together.
    """

    gates = 4

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        *,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        unit_forget_bias: bool = True,
        who: str = "ConvLSTMCell",
        **kwargs: Any,
    ) -> None:
        super().__init__(positive_int(filters, "filters", who), **kwargs)
        self.filters = self.units
        self.kernel_size = int_tuple(kernel_size, rank, "kernel_size", who)
        self.strides = int_tuple(strides, rank, "strides", who)
        self.padding = one_of(padding, ("valid", "same"), "padding", who)
        self.data_format = standardize_data_format(data_format)
        self.dilation_rate = int_tuple(dilation_rate, rank, "dilation_rate", who)
        self.unit_forget_bias = unit_forget_bias
        # Their shapes depend on that of the inputs: `build` tells.
        self.state_size = [None, None]
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"{who}: strides={self.strides} and "
                f"dilation_rate={self.dilation_rate} cannot both be above 1; set one "
                f"of them to 1."
            )

    @property
    def _axis(self) -> int:
        """Where the channels stand."""
        return -1 if self.data_format == "channels_last" else 1

    # ---- states ----

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Return states of zeros.

        Parameters
        ----------
        batch_size : int

        Returns
        -------
        list of two Tensors, shape (batch_size, *spatial, filters)
        """
        if None in self.state_size:
            raise NotBuiltError(
                f"{self._who()}: the shape of its states depends on that of the "
                f"inputs; build it first, or call it."
            )
        dtype = self.compute_dtype
        return [ops.zeros((batch_size, *shape), dtype) for shape in self.state_size]

    # ---- weights ----

    def build(self, input_shape: Any) -> None:
        """Make the weights for steps of shape (batch, *spatial, channels)."""
        shape = tuple(input_shape)
        channels = shape[self._axis]
        if None in shape[1:]:
            raise ShapeError(
                f"{self._who()}: all sizes of a step must be known (except the batch), "
                f"got shape {shape}; the states have them."
            )
        width = self.gates * self.filters
        self.kernel = self.add_weight(
            shape=(*self.kernel_size, channels, width),
            name="kernel",
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            shape=(*self.kernel_size, self.filters, width),
            name="recurrent_kernel",
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias: Any = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(),
                name="bias",
                initializer=self._start_bias,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.state_size = [self._find_state_shape(shape)] * 2

    def _find_state_shape(self, shape: tuple[Any, ...]) -> tuple[int, ...]:
        """Return the shape of a row of the states, learned from one step."""
        step = SymbolicTensor(shape, self.compute_dtype)
        kernel, _, _ = self._weights()
        part = ops.split(self._convolved(step, kernel, None), self.gates, self._axis)[0]
        return tuple(part.shape[1:])

    def _start_bias(self, shape: Any, dtype: Any = None) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer(shape, dtype=dtype)
        filters = self.filters
        return ops.concatenate(
            [
                self.bias_initializer((filters,), dtype=dtype),
                ops.ones((filters,), dtype),
                self.bias_initializer((2 * filters,), dtype=dtype),
            ]
        )

    # ---- one step ----

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Compute one step.

        Parameters
        ----------
        inputs : Tensor, shape (batch, *spatial, channels)
        states : list of two Tensors, shape (batch, *spatial, filters)
            Output and memory of the step before.
        training : bool, default False

        Returns
        -------
        tuple
            The output, and the list of the new output and memory.
        """
        h, c = states
        kernel, recurrent, bias = self._weights()
        drop, carried = self._factors(inputs, h, training)
        total = self._convolved(inputs, kernel, drop)
        total = total + self._carried_on(h, recurrent, carried)
        if bias is not None:
            total = total + self._aligned(bias)
        i, f, new, o = ops.split(total, self.gates, axis=self._axis)
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(new)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def _convolved(self, inputs: Any, kernel: Any, factors: Any) -> Any:
        def conv(x: Any, part: Any) -> Any:
            return ops.conv(
                x,
                part,
                strides=self.strides,
                padding=self.padding,
                data_format=self.data_format,
                dilation_rate=self.dilation_rate,
            )

        return self._by_gate(conv, inputs, kernel, factors)

    def _carried_on(self, state: Any, kernel: Any, factors: Any) -> Any:
        def conv(x: Any, part: Any) -> Any:
            return ops.conv(x, part, padding="same", data_format=self.data_format)

        return self._by_gate(conv, state, kernel, factors)

    def _by_gate(self, conv: Any, x: Any, kernel: Any, factors: Any) -> Any:
        """Convolve with all gates' kernels; with dropout, each sees its own `x`."""
        if factors is None:
            return conv(x, kernel)
        parts = ops.split(kernel, self.gates, axis=-1)
        found = [conv(x * factors[k], part) for k, part in enumerate(parts)]
        return ops.concatenate(found, axis=self._axis)

    def _input_factors(self, step_input: Any) -> Any:
        return self._draw(step_input, self.dropout, self.gates)

    def _aligned(self, bias: Any) -> Any:
        """Return `bias` so that it broadcasts along the channel axis."""
        if self.data_format == "channels_last":
            return bias
        return ops.reshape(bias, (-1,) + (1,) * len(self.kernel_size))
