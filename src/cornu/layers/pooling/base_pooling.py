"""BasePooling: what poolings over windows share."""

from typing import Any

from cornu.config import standardize_data_format
from cornu.layers.arguments import int_tuple, one_of
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer


class BasePooling(Layer):
    """Reduce each window to one number. Abstract: subclasses set `rank` and call.

    Parameters
    ----------
    pool_size : int or tuple of int, default 2
    strides : int, tuple of int or None, default None
        Steps between windows; None for `pool_size`: windows side by side.
    padding : {"valid", "same"}, default "valid"
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If an argument is out of its range.
    """

    rank = 0

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        who = type(self).__name__
        self.pool_size = int_tuple(pool_size, self.rank, "pool_size", who)
        strides = self.pool_size if strides is None else strides
        self.strides = int_tuple(strides, self.rank, "strides", who)
        self.padding = one_of(padding, ("valid", "same"), "padding", who)
        self.data_format = standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)
