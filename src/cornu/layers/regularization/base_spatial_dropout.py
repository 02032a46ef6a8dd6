"""BaseSpatialDropout: what dropouts of whole channels share."""

from typing import Any

from cornu import ops, random
from cornu.config import standardize_data_format
from cornu.layers.arguments import fraction
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class BaseSpatialDropout(Layer):
    """Zero whole channels during training. Abstract: subclasses set `rank`.

    Parameters
    ----------
    rate : float from 0 to 1
        Fraction of the channels set to zero.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int, SeedGenerator or None, default None
    """

    rank = 0

    def __init__(
        self,
        rate: float,
        data_format: str | None = None,
        seed: Any = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.rate = fraction(rate, "rate", type(self).__name__)
        self.data_format = standardize_data_format(data_format)
        self.seed = seed
        if self.rate > 0:
            self.seed_generator = random.SeedGenerator(seed)
        self.input_spec = InputSpec(ndim=self.rank + 2)
        self.supports_masking = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return `inputs`, in training with random channels set to zero."""
        if not training or self.rate == 0:
            return inputs
        if self.rate == 1:
            return ops.zeros_like(inputs)
        ones = (1,) * self.rank
        last = self.data_format == "channels_last"
        shape = (None, *ones, None) if last else (None, None, *ones)
        return random.dropout(
            inputs, self.rate, noise_shape=shape, seed=self.seed_generator
        )

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        del config["trainable"]
        config["dtype"] = self.dtype_policy.name
        return config
