"""Dense: every output is a weighted sum of all inputs."""

from typing import Any

from cornu import activations, constraints, initializers, ops, regularizers
from cornu.errors import ShapeError
from cornu.layers.arguments import positive_int, refuse
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class Dense(Layer):
    """Multiply the last axis by a matrix, add a bias, apply an activation.

    ``outputs = activation(inputs @ kernel + bias)``; leading axes are kept.

    Parameters
    ----------
    units : int
        Size of the last axis of the outputs, at least 1.
    activation : str, callable or None, default None
        Applied to the result; None leaves it as it is.
    use_bias : bool, default True
    kernel_initializer : initializer or str, default "glorot_uniform"
        For the matrix of shape (features, units).
    bias_initializer : initializer or str, default "zeros"
        For the vector of shape (units,).
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from the outputs.
    kernel_constraint, bias_constraint : constraint, str or None, default None
        Applied after each update.
    lora_rank, lora_alpha, quantization_config : None
        Keras has them; here they must stay None.

    Raises
    ------
    ValueError
        If `units` is no positive integer, or a name is unknown.
    ShapeError
        When called: if the inputs have fewer than two axes, or a last axis of another
        size than the layer was built for.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Dense(3, activation="relu")(ops.ones((2, 4))).shape
    (2, 3)
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: None = None,
        lora_alpha: None = None,
        quantization_config: None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units = positive_int(units, "units", "Dense")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        refuse("Dense", lora_rank=lora_rank, quantization_config=quantization_config)
        self.bias: Any = None
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of shape (..., features)."""
        features = input_shape[-1]
        if features is None:
            raise ShapeError(
                f"Dense {self.name!r}: the size of the inputs' last axis must be "
                f"known, got shape {tuple(input_shape)}; give Input(...) that size."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(features, self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.units,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Return a tensor of shape (..., units) for one of shape (..., features)."""
        outputs = ops.matmul(inputs, self.kernel)
        if self.bias is not None:
            outputs = ops.add(outputs, self.bias)
        return self.activation(outputs)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        for name in ("activity_regularizer", "lora_rank", "lora_alpha"):
            if config[name] is None:
                del config[name]
        return config
