"""Projection: weighted sums over the last axes, into as many axes as one likes."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class Projection(Layer):
    """Sum over the last axes with a kernel, add a bias. A part of other layers.

    Parameters
    ----------
    sizes : tuple of int
        The axes that take the place of those summed over.
    summed : int, default 1
        How many of the inputs' last axes are summed over.
    use_bias : bool, default True
    kernel_initializer, bias_initializer : initializer
    kernel_regularizer, bias_regularizer : regularizer or None, default None
    activity_regularizer : regularizer or None, default None
    kernel_constraint, bias_constraint : constraint or None, default None

    Raises
    ------
    ShapeError
        When built: if the size of an axis to sum over is unknown.
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        summed: int = 1,
        *,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sizes = sizes
        self.summed = summed
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer
        self.kernel_regularizer = kernel_regularizer
        self.bias_regularizer = bias_regularizer
        self.kernel_constraint = kernel_constraint
        self.bias_constraint = bias_constraint
        self.bias: Any = None

    def build(self, input_shape: Any) -> None:
        """Make `kernel`, of the sizes summed over and the new ones, and `bias`."""
        rank = len(input_shape)
        gone = tuple(input_shape[rank - self.summed :])
        if None in gone:
            raise ShapeError(
                f"{self._who()}: the sizes of the inputs' last axes must be known, got "
                f"shape {tuple(input_shape)}; give Input(...) those sizes."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*gone, *self.sizes),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=self.sizes,
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        axes = {rank - self.summed + i: size for i, size in enumerate(gone)}
        self.input_spec = InputSpec(ndim=rank, axes=axes)

    def call(self, inputs: Any) -> Any:
        """Return (..., *sizes)."""
        outputs = ops.tensordot(inputs, self.kernel, axes=self.summed)
        return outputs if self.bias is None else ops.add(outputs, self.bias)
