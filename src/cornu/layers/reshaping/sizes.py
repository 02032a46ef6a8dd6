"""Sizes that may be unknown (None), for layers that reshape."""

from typing import Any

from cornu import ops
from cornu.core import spec_of
from cornu.symbolic import SymbolicTensor
from cornu.typing import Shape


def product(sizes: Shape) -> int | None:
    """Return the product of sizes, None if one is unknown.

    Examples
    --------
    >>> product((2, 3)), product((None, 3))
    (6, None)
    """
    total = 1
    for n in sizes:
        if n is None:
            return None
        total *= n
    return total


def reshaped(x: Any, shape: Shape) -> Any:
    """Return `x` in another shape; several of its sizes may be unknown.

    Raises
    ------
    ShapeError
        If the number of elements differs.
    """
    if shape.count(None) > 1:
        # Values have no unknown sizes: this is a symbol, and its shape is all it has.
        return SymbolicTensor(shape, spec_of(x).dtype)
    return ops.reshape(x, tuple(-1 if n is None else n for n in shape))
