"""GaussianDropout: normal noise as a factor during training."""

from typing import Any

from cornu import ops, random
from cornu.layers.arguments import fraction
from cornu.layers.layer import Layer, register_layer


@register_layer
class GaussianDropout(Layer):
    """Multiply by normal noise of mean 1 during training.

    Parameters
    ----------
    rate : float from 0 to 1, 1 excluded
        The noise has standard deviation ``sqrt(rate / (1 - rate))``, that of dropout.
    seed : int, SeedGenerator or None, default None
        None draws one from the global generator.

    Raises
    ------
    ValueError
        If `rate` lies outside [0, 1).

    References
    ----------
    .. [1] Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks
       from Overfitting", JMLR 15, 2014, section 10.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.GaussianDropout(0.1)(ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, rate: float, seed: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rate = fraction(rate, "rate", "GaussianDropout")
        if self.rate == 1:
            raise ValueError(
                "GaussianDropout: rate must be below 1, got 1: its noise would be "
                "infinite."
            )
        self.seed = seed
        if self.rate > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return `inputs`, in training times noise."""
        if not training or self.rate == 0:
            return inputs
        noise = random.normal(
            ops.shape(inputs),
            mean=1.0,
            stddev=(self.rate / (1.0 - self.rate)) ** 0.5,
            dtype=self.compute_dtype,
            seed=self.seed_generator,
        )
        return inputs * noise
