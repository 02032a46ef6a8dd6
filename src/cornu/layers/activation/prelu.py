"""PReLU: LeakyReLU with learned slopes."""

from typing import Any

from cornu import activations, constraints, initializers, ops, regularizers
from cornu.errors import ShapeError
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class PReLU(Layer):
    """Return x where positive, ``alpha * x`` elsewhere, with a learned `alpha`.

    Parameters
    ----------
    alpha_initializer : initializer or str, default "Zeros"
        For the slopes, one for each position of a sample.
    alpha_regularizer : regularizer, str or None, default None
    alpha_constraint : constraint, str or None, default None
    shared_axes : int, list of int or None, default None
        Axes along which one slope serves all, counted from 1: the batch is 0.

    Raises
    ------
    ShapeError
        When built: if a size that is not shared is unknown.

    References
    ----------
    .. [1] He et al., "Delving Deep into Rectifiers", ICCV 2015.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.PReLU(alpha_initializer="ones")([[-1.0, 2.0]]).tolist()
    [[-1.0, 2.0]]
    """

    def __init__(
        self,
        alpha_initializer: Any = "Zeros",
        alpha_regularizer: Any = None,
        alpha_constraint: Any = None,
        shared_axes: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        if shared_axes is not None and not isinstance(shared_axes, (list, tuple)):
            shared_axes = [shared_axes]
        self.shared_axes = None if shared_axes is None else list(shared_axes)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make the slopes, of shape ``input_shape[1:]`` but 1 where shared."""
        shared = self.shared_axes or []
        if any(not 1 <= a < len(input_shape) for a in shared):
            raise ShapeError(
                f"PReLU {self.name!r}: shared_axes={shared} must lie between 1 and "
                f"{len(input_shape) - 1} for inputs of shape {tuple(input_shape)}."
            )
        rank = len(input_shape)
        self.alpha = self.add_weight(
            name="alpha",
            shape=[1 if i in shared else input_shape[i] for i in range(1, rank)],
            initializer=self.alpha_initializer,
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
        )
        fixed = {i: input_shape[i] for i in range(1, rank) if i not in shared}
        self.input_spec = InputSpec(ndim=rank, axes=fixed)

    def call(self, inputs: Any) -> Any:
        """Return the curve at each element of `inputs`."""
        positive = activations.relu(inputs)
        return ops.subtract(positive, self.alpha * activations.relu(-inputs))
