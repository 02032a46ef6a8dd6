"""GroupNormalization: mean 0 and variance 1 over groups of each sample's channels."""

from typing import Any

from cornu import constraints, initializers, ops, regularizers
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer
from cornu.layers.normalization.widening import widened
from cornu.primitives.normalization import standardize


@register_layer
class GroupNormalization(Layer):
    """Normalise groups of channels of each sample, then scale and shift each channel.

    ``gamma * (x - mean) / sqrt(variance + epsilon) + beta``, where mean and variance
    are those of a group of neighbouring channels, over all positions of one sample.

    Parameters
    ----------
    groups : int, default 32
        Into how many groups the channels are split; they must be a multiple of it.
        1 is layer normalisation over everything but the batch; -1 gives each channel
        a group of its own (instance normalisation).
    axis : int, default -1
        Where the channels stand.
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
    ArgumentError
        If `groups` is neither positive nor -1, or `axis` is no integer.
    ShapeError
        When built: if the axis is out of range or the batch, or if the number of its
        channels is unknown or no multiple of `groups`.

    References
    ----------
    .. [1] Wu and He, "Group Normalization", ECCV 2018.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.GroupNormalization(groups=2, epsilon=0.0)
    >>> layer([[1.0, 3.0, 10.0, 30.0]]).tolist()
    [[-1.0, 1.0, -1.0, 1.0]]
    """

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
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
        super().__init__(**kwargs)
        if not isinstance(groups, int) or (groups < 1 and groups != -1):
            raise ArgumentError(
                f"GroupNormalization: groups must be a positive integer, or -1 for one "
                f"group per channel, got {groups!r}."
            )
        if not isinstance(axis, int):
            raise ArgumentError(
                f"GroupNormalization: axis must be one integer, got {axis!r}; it says "
                f"where the channels stand, all axes but the batch are normalised."
            )
        self.groups = groups
        self.axis = axis
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

    def build(self, input_shape: Any) -> None:
        """Make `gamma` and `beta`, one number per channel each."""
        channels = self._count_channels(tuple(input_shape))
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=(channels,),
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
                autocast=False,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=(channels,),
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
                autocast=False,
            )
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})

    def _count_channels(self, shape: tuple[Any, ...]) -> int:
        rank = len(shape)
        channels = shape[self.axis] if -rank <= self.axis < rank else None
        if channels is None or self.axis % rank == 0:
            raise ShapeError(
                f"GroupNormalization {self.name!r}: axis {self.axis} must exist, not "
                f"be the batch, and its size be known, got shape {shape}."
            )
        if channels % self.groups:
            raise ShapeError(
                f"GroupNormalization {self.name!r}: {channels} channels (shape "
                f"{shape}, axis {self.axis}) cannot be split into "
                f"groups={self.groups}; groups must divide the channels."
            )
        return int(channels)

    def call(self, inputs: Any) -> Any:
        """Return the normalised inputs, in their shape and type."""
        rank = len(inputs.shape)
        axis = self.axis % rank
        channels = inputs.shape[axis]
        groups = channels if self.groups == -1 else self.groups
        aligned = (groups, channels // groups, *(1,) * (rank - 1 - axis))
        gamma, beta = (
            None if w is None else ops.reshape(w, aligned)
            for w in (self.gamma, self.beta)
        )
        axes = tuple(i for i in range(1, rank + 1) if i != axis)
        x = _split(widened(inputs), axis, groups)
        outputs, _, _ = standardize(x, gamma, beta, axes=axes, epsilon=self.epsilon)
        return ops.cast(_join(outputs, axis), inputs.dtype)


def _split(x: Any, axis: int, groups: int) -> Any:
    """Make two axes out of one: groups, and what is in a group."""
    shape = tuple(x.shape)
    if shape.count(None) > 1:  # more than a reshape can work out
        return ops.stack(ops.split(x, groups, axis=axis), axis=axis)
    size = shape[axis] // groups
    return ops.reshape(x, (*shape[:axis], groups, size, *shape[axis + 1 :]))


def _join(x: Any, axis: int) -> Any:
    """Undo :func:`_split`."""
    shape = tuple(x.shape)
    if shape.count(None) > 1:
        return ops.concatenate(ops.unstack(x, axis=axis), axis=axis)
    size = shape[axis] * shape[axis + 1]
    return ops.reshape(x, (*shape[:axis], size, *shape[axis + 2 :]))
