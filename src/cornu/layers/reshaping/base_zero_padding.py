"""BaseZeroPadding: what paddings of one, two and three axes share."""

from typing import Any

from cornu import ops
from cornu.layers.arguments import int_pairs
from cornu.layers.reshaping.base_spatial import BaseSpatial


class BaseZeroPadding(BaseSpatial):
    """Surround with zeros. Abstract: subclasses set `rank`.

    Parameters
    ----------
    padding : int, one int per axis, or one pair per axis, default 1
    data_format : {"channels_last", "channels_first"} or None, default None
    """

    def __init__(
        self, padding: Any = 1, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.padding: Any = int_pairs(
            padding, self.rank, "padding", type(self).__name__
        )

    @property
    def _pairs(self) -> tuple[tuple[int, int], ...]:
        pairs: tuple[tuple[int, int], ...] = self.padding
        return pairs

    def call(self, inputs: Any) -> Any:
        """Return `inputs` with zeros around the spatial axes."""
        widths = [(0, 0)] * (self.rank + 2)
        for axis, pair in zip(self._spatial_axes, self._pairs):
            widths[axis] = pair
        return ops.pad(inputs, widths)
