"""Dropout: noise that keeps units from relying on each other."""

from typing import Any

from cornu import ops, random
from cornu.errors import ShapeError
from cornu.layers.arguments import fraction, positive_int
from cornu.layers.layer import Layer, register_layer


@register_layer
class Dropout(Layer):
    """Zero a random fraction of the inputs during training.

    Kept inputs are scaled by ``1 / (1 - rate)``, so the expected sum is unchanged.
    Outside training the layer is the identity.

    Parameters
    ----------
    rate : float from 0 to 1
        Fraction of the inputs set to zero (dimensionless).
    noise_shape : tuple of int or None, default None
        Shape of the mask, broadcast against the input; None inside it stands for the
        input's size there. None means the input's shape.
    seed : int, SeedGenerator or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If `rate` lies outside [0, 1] or a size in `noise_shape` below 1.

    References
    ----------
    .. [1] Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks
       from Overfitting", JMLR 15, 2014.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.Dropout(0.5)(ops.ones((2, 3))).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.rate = fraction(rate, "rate", "Dropout")
        self.noise_shape = noise_shape
        if noise_shape is not None:
            self.noise_shape = tuple(
                None if n is None else positive_int(n, f"noise_shape[{i}]", "Dropout")
                for i, n in enumerate(noise_shape)
            )
        self.seed = seed
        if self.rate > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return `inputs`, in training with random elements set to zero."""
        if not training or self.rate == 0:
            return inputs
        if self.rate == 1:
            return ops.zeros_like(inputs)
        shape = self.noise_shape
        if shape is not None:
            rank = len(inputs.shape)
            if len(shape) > rank:
                raise ShapeError(
                    f"Dropout {self.name!r}: noise_shape={shape} has more axes than "
                    f"the input, {tuple(inputs.shape)}."
                )
            shape = (1,) * (rank - len(shape)) + shape
        return random.dropout(
            inputs, self.rate, noise_shape=shape, seed=self.seed_generator
        )
