"""BatchNormalization: mean 0 and variance 1 over each batch."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.errors import ShapeError
from cornu.layers.arguments import refuse
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer
from cornu.layers.normalization.widening import widened
from cornu.primitives.normalization import standardize


@register_layer
class BatchNormalization(Layer):
    """Normalise each channel over the batch, then scale and shift it.

    In training, ``gamma * (x - mean) / sqrt(variance + epsilon) + beta`` with the
    mean and variance of the batch, which also move the running ones. Otherwise, and
    if ``trainable`` is False, the running ones are used.

    Parameters
    ----------
    axis : int, default -1
        The axis that is kept: usually the channels.
    momentum : float, default 0.99
        Share of the old running statistics that each batch leaves.
    epsilon : float, default 1e-3
        Added to the variance.
    center : bool, default True
        Whether there is a `beta`.
    scale : bool, default True
        Whether there is a `gamma`.
    beta_initializer : initializer or str, default "zeros"
    gamma_initializer : initializer or str, default "ones"
    moving_mean_initializer : initializer or str, default "zeros"
    moving_variance_initializer : initializer or str, default "ones"
    beta_regularizer, gamma_regularizer : regularizer, str or None, default None
    beta_constraint, gamma_constraint : constraint, str or None, default None
    renorm, renorm_clipping : False, None
        Keras has them; here they must stay off.
    renorm_momentum : float, default 0.99
        Without effect.
    synchronized : bool, default False
        Whether replicas on several devices share their statistics; one device has
        nothing to share.

    Raises
    ------
    ShapeError
        When built: if `axis` is out of range or that size is unknown.

    References
    ----------
    .. [1] Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training
       by Reducing Internal Covariate Shift", ICML 2015.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.BatchNormalization(epsilon=0.0)
    >>> layer([[1.0], [3.0]], training=True).tolist()
    [[-1.0], [1.0]]
    """

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: None = None,
        renorm_momentum: float = 0.99,
        synchronized: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not hasattr(axis, "__index__"):
            raise TypeError(
                f"BatchNormalization: axis must be one integer, got {axis!r}."
            )
        refuse("BatchNormalization", renorm=renorm, renorm_clipping=renorm_clipping)
        self.axis = int(axis)
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.renorm_momentum = renorm_momentum
        self.synchronized = synchronized
        self.gamma: Any = None
        self.beta: Any = None
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make the weights, one number per channel each."""
        rank = len(input_shape)
        size = input_shape[self.axis] if -rank <= self.axis < rank else None
        if size is None:
            raise ShapeError(
                f"BatchNormalization {self.name!r}: axis {self.axis} must exist and "
                f"its size be known, got shape {tuple(input_shape)}."
            )
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=(size,),
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
                autocast=False,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=(size,),
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
                autocast=False,
            )
        self.moving_mean = self.add_weight(
            name="moving_mean",
            shape=(size,),
            initializer=self.moving_mean_initializer,
            trainable=False,
            autocast=False,
        )
        self.moving_variance = self.add_weight(
            name="moving_variance",
            shape=(size,),
            initializer=self.moving_variance_initializer,
            trainable=False,
            autocast=False,
        )
        self.input_spec = InputSpec(ndim=rank, axes={self.axis: size})

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Return the normalised inputs, in their shape and type.

        Parameters
        ----------
        inputs : tensor, shape (batch, ..., channels, ...)
        training : bool or None
            Whether to use, and learn from, the statistics of this batch.
        mask : tensor of bool or None
            Positions that do not count towards the statistics are False.
        """
        if not (training and self.trainable):
            return self._affine(inputs, self.moving_mean, self.moving_variance)
        rank = len(inputs.shape)
        axes = tuple(i for i in range(rank) if i != self.axis % rank)
        if mask is None:
            gamma, beta = (
                None if w is None else self._aligned(w, rank)
                for w in (self.gamma, self.beta)
            )
            outputs, mean, variance = standardize(
                widened(inputs), gamma, beta, axes=axes, epsilon=self.epsilon
            )
            self._remember(mean, variance)
            return ops.cast(outputs, inputs.dtype)
        mean, variance = _masked_moments(inputs, mask, axes)
        self._remember(mean, variance)
        return self._affine(inputs, mean, variance)

    def _aligned(self, value: Any, rank: int) -> Any:
        """Return a vector over the channels so that it broadcasts with the inputs."""
        behind = rank - 1 - self.axis % rank
        if not behind and len(value.shape) == 1:
            return value
        return ops.reshape(value, (-1,) + (1,) * behind)

    def _affine(self, inputs: Any, mean: Any, variance: Any) -> Any:
        """Normalise by given statistics: per channel, a product and a sum."""
        slope = ops.rsqrt(ops.reshape(variance, (-1,)) + self.epsilon)
        if self.gamma is not None:
            slope = slope * self.gamma
        offset = -ops.reshape(mean, (-1,)) * slope
        if self.beta is not None:
            offset = offset + self.beta
        rank = len(inputs.shape)
        outputs = inputs * self._aligned(slope, rank) + self._aligned(offset, rank)
        return ops.cast(outputs, inputs.dtype)

    def _remember(self, mean: Any, variance: Any) -> None:
        for weight, value in (
            (self.moving_mean, mean),
            (self.moving_variance, variance),
        ):
            value = ops.stop_gradient(ops.reshape(value, (-1,)))
            weight.assign(weight * self.momentum + value * (1.0 - self.momentum))


def _masked_moments(inputs: Any, mask: Any, axes: tuple[int, ...]) -> tuple[Any, Any]:
    """Return mean and variance over `axes` of the positions where `mask` is True."""
    x = widened(inputs)
    weights = ops.cast(mask, x.dtype)
    for _ in range(len(x.shape) - len(mask.shape)):
        weights = ops.expand_dims(weights, -1)
    ones = ops.ones_like(x)
    count = ops.sum(ones * weights, axis=axes, keepdims=True)
    count = ops.maximum(count, 1e-7)  # a batch without one valid position
    mean = ops.sum(x * weights, axis=axes, keepdims=True) / count
    spread = ops.square(x - mean) * weights
    return mean, ops.sum(spread, axis=axes, keepdims=True) / count
