"""Maxout: the largest of several weighted sums."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.errors import ShapeError
from cornu.layers.arguments import positive_int
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class Maxout(Layer):
    """Return the largest of `pieces` weighted sums of all inputs, for each unit.

    ``max over k of (inputs @ kernel[k] + bias[k])``: an activation that is learned,
    convex and linear in pieces. Keras 3 has no such layer.

    Parameters
    ----------
    units : int
        Size of the last axis of the outputs, at least 1.
    pieces : int, default 2
        How many sums compete for each unit. With 1 this is a linear Dense layer.
    use_bias : bool, default True
    kernel_initializer : initializer or str, default "glorot_uniform"
        For the matrix of shape (features, units * pieces); the pieces of a unit stand
        side by side.
    bias_initializer : initializer or str, default "zeros"
        For the vector of shape (units * pieces,).
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
    kernel_constraint, bias_constraint : constraint, str or None, default None

    Raises
    ------
    ValueError
        If `units` or `pieces` is no positive integer.
    ShapeError
        When called: if the inputs have fewer than two axes, or a last axis of another
        size than the layer was built for.

    References
    ----------
    .. [1] Goodfellow et al., "Maxout Networks", ICML 2013, section 3.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Maxout(3, pieces=4)(ops.ones((2, 5))).shape
    (2, 3)
    """

    def __init__(
        self,
        units: int,
        pieces: int = 2,
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
        self.units = positive_int(units, "units", "Maxout")
        self.pieces = positive_int(pieces, "pieces", "Maxout")
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.bias: Any = None
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of shape (..., features)."""
        features = input_shape[-1]
        if features is None:
            raise ShapeError(
                f"Maxout {self.name!r}: the size of the inputs' last axis must be "
                f"known, got shape {tuple(input_shape)}; give Input(...) that size."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(features, self.units * self.pieces),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.units * self.pieces,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})

    def call(self, inputs: Any) -> Any:
        """Return a tensor of shape (..., units) for one of shape (..., features)."""
        sizes = (self.units, self.pieces)
        kernel = ops.reshape(self.kernel, (-1, *sizes))
        sums = ops.tensordot(inputs, kernel, axes=1)  # (..., units, pieces)
        if self.bias is not None:
            sums = ops.add(sums, ops.reshape(self.bias, sizes))
        return ops.max(sums, axis=-1)
