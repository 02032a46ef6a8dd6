"""LayerNormalization: mean 0 and variance 1 over each sample's features."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.errors import ShapeError
from cornu.layers.arguments import refuse
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer
from cornu.layers.normalization.widening import widened
from cornu.primitives.normalization import standardize


@register_layer
class LayerNormalization(Layer):
    """Normalise each sample on its own, then scale and shift each feature.

    ``gamma * (x - mean) / sqrt(variance + epsilon) + beta``, the same in training and
    outside it.

    Parameters
    ----------
    axis : int or list of int, default -1
        The axes that share one mean and variance.
    epsilon : float, default 1e-3
        Added to the variance.
    center : bool, default True
        Whether there is a `beta`.
    scale : bool, default True
        Whether there is a `gamma`.
    beta_initializer : initializer or str, default "zeros"
    gamma_initializer : initializer or str, default "ones"
    beta_regularizer, gamma_regularizer : regularizer, str or None, default None
    beta_constraint, gamma_constraint : constraint, str or None, default None

    Raises
    ------
    ShapeError
        When built: if an axis is out of range or its size is unknown.

    References
    ----------
    .. [1] Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450, 2016.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.LayerNormalization(epsilon=0.0)([[1.0, 3.0]]).tolist()
    [[-1.0, 1.0]]
    """

    def __init__(
        self,
        axis: Any = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        refuse("LayerNormalization", rms_scaling=kwargs.pop("rms_scaling", None))
        super().__init__(**kwargs)
        many = isinstance(axis, (list, tuple))
        self.axis = [int(a) for a in axis] if many else int(axis)
        self.epsilon = float(epsilon)
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.gamma: Any = None
        self.beta: Any = None
        self.supports_masking = True

    @property
    def _axes(self) -> list[int]:
        return sorted(self.axis) if isinstance(self.axis, list) else [self.axis]

    def build(self, input_shape: Any) -> None:
        """Make `gamma` and `beta`, of the sizes of the normalised axes."""
        rank = len(input_shape)
        shape = tuple(input_shape[a] if -rank <= a < rank else None for a in self._axes)
        if None in shape:
            raise ShapeError(
                f"LayerNormalization {self.name!r}: axis {self.axis} must exist and "
                f"its sizes be known, got shape {tuple(input_shape)}."
            )
        sizes: dict[int, Any] = dict(zip(self._axes, shape))
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=shape,
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
                autocast=False,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=shape,
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
                autocast=False,
            )
        self.input_spec = InputSpec(ndim=rank, axes=sizes)

    def call(self, inputs: Any) -> Any:
        """Return the normalised inputs, in their shape and type."""
        rank = len(inputs.shape)
        axes = tuple(sorted(a % rank for a in self._axes))
        shape = tuple(inputs.shape[i] if i in axes else 1 for i in range(rank))
        gamma, beta = (
            None if w is None else ops.reshape(w, shape[axes[0] :])
            for w in (self.gamma, self.beta)
        )
        x = widened(inputs)
        outputs, _, _ = standardize(x, gamma, beta, axes=axes, epsilon=self.epsilon)
        return ops.cast(outputs, inputs.dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        return {**super().get_config(), "rms_scaling": False}
