"""RMSNormalization: mean square 1 over each sample's features."""

from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer


@register_layer
class RMSNormalization(Layer):
    """Divide each sample by its root mean square, then scale each feature.

    ``scale * x / sqrt(mean(x ** 2) + epsilon)``: like layer normalisation, without
    taking the mean off and without a shift.

    Parameters
    ----------
    axis : int or list of int, default -1
        The axes that share one mean.
    epsilon : float, default 1e-6
        Added to the mean square.

    Raises
    ------
    ShapeError
        When built: if an axis is out of range or its size is unknown.

    References
    ----------
    .. [1] Zhang and Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.RMSNormalization(epsilon=0.0)([[3.0, -3.0]]).tolist()
    [[1.0, -1.0]]
    """

    def __init__(self, axis: Any = -1, epsilon: float = 1e-6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        many = isinstance(axis, (list, tuple))
        self.axis = [int(a) for a in axis] if many else int(axis)
        self.epsilon = float(epsilon)

    @property
    def _axes(self) -> list[int]:
        return sorted(self.axis) if isinstance(self.axis, list) else [self.axis]

    def build(self, input_shape: Any) -> None:
        """Make `scale`, of the sizes of the normalised axes."""
        rank = len(input_shape)
        shape = tuple(input_shape[a] if -rank <= a < rank else None for a in self._axes)
        if None in shape:
            raise ShapeError(
                f"RMSNormalization {self.name!r}: axis {self.axis} must exist and its "
                f"sizes be known, got shape {tuple(input_shape)}."
            )
        self.scale = self.add_weight(
            name="scale", shape=shape, initializer="ones", autocast=False
        )
        sizes: dict[int, Any] = dict(zip(self._axes, shape))
        self.input_spec = InputSpec(ndim=rank, axes=sizes)

    def call(self, x: Any) -> Any:
        """Return the normalised inputs, in their shape and type."""
        rank = len(x.shape)
        axes = tuple(a % rank for a in self._axes)
        aligned = [x.shape[i] if i in axes else 1 for i in range(min(axes), rank)]
        scale = ops.reshape(self.scale, aligned)
        return ops.rms_normalization(x, scale, axis=axes, epsilon=self.epsilon)
