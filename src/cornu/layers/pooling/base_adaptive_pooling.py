"""BaseAdaptivePooling: what poolings to a given size share."""

from typing import Any

from cornu.config import standardize_data_format
from cornu.layers.arguments import int_tuple
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer
from cornu.symbolic import SymbolicTensor


class BaseAdaptivePooling(Layer):
    """Reduce inputs of any size to one size. Abstract: subclasses set `rank`.

    A subclass says in `_pool` how a window is reduced.

    Parameters
    ----------
    output_size : int or tuple of int
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    """

    rank = 0

    def __init__(
        self, output_size: Any, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        who = type(self).__name__
        self.output_size = int_tuple(output_size, self.rank, "output_size", who)
        self.data_format = standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def call(self, inputs: Any) -> Any:
        """Return (batch, *output_size, channels) for (batch, *spatial, channels).

        With "channels_first" the channel axis stands second in both.
        """
        if isinstance(inputs, SymbolicTensor):
            inputs = self._sized(inputs)
        return self._pool(inputs)

    def _sized(self, symbol: Any) -> Any:
        """Return a symbol of known spatial sizes: the outputs have one size anyway."""
        first = 1 if self.data_format == "channels_last" else 2
        shape = list(symbol.shape)
        spatial = range(first, first + self.rank)
        if all(shape[i] is not None for i in spatial):
            return symbol
        for i in spatial:
            shape[i] = shape[i] or 1
        return SymbolicTensor(tuple(shape), str(symbol.dtype))

    def _pool(self, inputs: Any) -> Any:
        """Return what is left of the inputs."""
        raise TypeError(f"{type(self).__name__} is abstract; use a subclass.")
