"""Names for the types that signatures in this library speak of."""

from collections.abc import Sequence
from typing import Any

Array = Any
"""An array of one of the backends: ``numpy.ndarray`` or its GPU counterpart."""

Shape = tuple[int | None, ...]
"""Sizes of the axes; ``None`` is a size not known yet."""

Axis = int | Sequence[int] | None
"""One axis, several, or all of them (``None``)."""

DType = Any
"""Anything :class:`numpy.dtype` accepts: ``"float32"``, ``np.int8``, ..."""

Device = str
"""``"cpu"``, ``"gpu"`` or ``"gpu:1"``."""
