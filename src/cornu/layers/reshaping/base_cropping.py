"""BaseCropping: what croppings of one, two and three axes share."""

from typing import Any

from cornu.errors import ShapeError
from cornu.layers.arguments import int_pairs
from cornu.layers.reshaping.base_spatial import BaseSpatial


class BaseCropping(BaseSpatial):
    """Cut off the edges. Abstract: subclasses set `rank`.

    Parameters
    ----------
    cropping : int, one int per axis, or one pair per axis
    data_format : {"channels_last", "channels_first"} or None, default None
    """

    def __init__(
        self, cropping: Any, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.cropping: Any = int_pairs(
            cropping, self.rank, "cropping", type(self).__name__
        )

    @property
    def _pairs(self) -> tuple[tuple[int, int], ...]:
        pairs: tuple[tuple[int, int], ...] = self.cropping
        return pairs

    def call(self, inputs: Any) -> Any:
        """Return `inputs` without the edges of the spatial axes."""
        index = [slice(None)] * (self.rank + 2)
        for axis, (before, after) in zip(self._spatial_axes, self._pairs):
            size = inputs.shape[axis]
            if size is not None and before + after >= size:
                raise ShapeError(
                    f"{type(self).__name__} {self.name!r}: cropping "
                    f"{(before, after)} leaves nothing of axis {axis} of the input "
                    f"{tuple(inputs.shape)}; crop less than {size} in all."
                )
            index[axis] = slice(before or None, -after or None)
        return inputs[tuple(index)]
