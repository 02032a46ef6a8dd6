"""GaussianNoise: normal noise added during training."""

from typing import Any

from cornu import ops, random
from cornu.layers.arguments import fraction
from cornu.layers.layer import Layer, register_layer


@register_layer
class GaussianNoise(Layer):
    """Add normal noise of mean 0 during training.

    Parameters
    ----------
    stddev : float from 0 to 1
        Standard deviation of the noise, in units of the inputs.
    seed : int, SeedGenerator or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If `stddev` lies outside [0, 1].

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.GaussianNoise(0.1)(ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, stddev: float, seed: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stddev = fraction(stddev, "stddev", "GaussianNoise")
        self.seed = seed
        if self.stddev > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return `inputs`, in training plus noise."""
        if not training or self.stddev == 0:
            return inputs
        noise = random.normal(
            ops.shape(inputs),
            stddev=self.stddev,
            dtype=self.compute_dtype,
            seed=self.seed_generator,
        )
        return inputs + noise
