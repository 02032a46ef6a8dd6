"""AlphaDropout: dropout that keeps mean and variance, for self-normalising nets."""

from typing import Any

from cornu import ops, random
from cornu.layers.arguments import fraction
from cornu.layers.layer import Layer, register_layer

# Minus scale times alpha of the selu curve: its value far to the left.
_SATURATED = -1.7580993408473766


@register_layer
class AlphaDropout(Layer):
    """Set a random fraction of the inputs to selu's lowest value during training.

    An affine map after it restores mean 0 and variance 1.

    Parameters
    ----------
    rate : float from 0 to 1
        Fraction of the inputs that are replaced.
    noise_shape : tuple of int or None, default None
        Shape of the mask, broadcast against the input; None means the input's.
    seed : int, SeedGenerator or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If `rate` lies outside [0, 1].

    References
    ----------
    .. [1] Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.AlphaDropout(0.1)(ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.rate = fraction(rate, "rate", "AlphaDropout")
        self.noise_shape = noise_shape
        self.seed = seed
        if self.rate > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return `inputs`, in training with random elements saturated."""
        if not training or self.rate == 0:
            return inputs
        if self.rate == 1:
            return ops.zeros_like(inputs)
        shape = self.noise_shape or ops.shape(inputs)
        lots = random.uniform(
            tuple(s if n is None else n for n, s in zip(shape, ops.shape(inputs))),
            dtype=self.compute_dtype,
            seed=self.seed_generator,
        )
        keep = ops.cast(ops.greater_equal(lots, self.rate), inputs.dtype)
        left = 1.0 - self.rate
        slope = (left * (1.0 + self.rate * _SATURATED**2)) ** -0.5
        mixed = inputs * keep + _SATURATED * (1.0 - keep)
        return mixed * slope - slope * _SATURATED * self.rate
