"""BaseGlobalPooling: what poolings over all positions share."""

from typing import Any

from cornu.config import standardize_data_format
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class BaseGlobalPooling(Layer):
    """Reduce each channel to one number. Abstract: subclasses set `rank` and call.

    Parameters
    ----------
    data_format : {"channels_last", "channels_first"} or None, default None
    keepdims : bool, default False
        Whether the spatial axes stay, with size 1.
    """

    rank = 0

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.data_format = standardize_data_format(data_format)
        self.keepdims = keepdims
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _spatial_axes(self) -> tuple[int, ...]:
        first = 1 if self.data_format == "channels_last" else 2
        return tuple(range(first, first + self.rank))
