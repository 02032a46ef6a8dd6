"""Statistics of half-precision tensors need float32: squares overflow at 256."""

from typing import Any

from cornu import ops
from cornu.core import spec_of


def widened(x: Any) -> Any:
    """Return `x`, in float32 if its type has 16 bits."""
    return ops.cast(x, "float32") if spec_of(x).dtype.itemsize == 2 else x
