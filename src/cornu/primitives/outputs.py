"""What bodies do with ``out=`` where the work itself cannot write to it."""

from typing import Any

import numpy as np

from cornu.typing import Array


def settle(found: Any, out: Array | None) -> Array:
    """Return `found`, or `out` filled with it."""
    if out is None:
        return found
    out[...] = found
    return out


def settle_all(
    found: tuple[Array, ...], out: tuple[Array, ...] | None
) -> tuple[Array, ...]:
    """Return `found`, or the arrays of `out` filled with it."""
    if out is None:
        return found
    for target, value in zip(out, found, strict=True):
        if target is not value:
            target[...] = value
    return tuple(out)


def zeros(xp: Any, shape: tuple[int, ...], dtype: Any, out: Array | None) -> Array:
    """Return an array of zeros: `out`, if there is one."""
    if out is None:
        return xp.zeros(shape, dtype)
    out.fill(0)
    return out


def is_half(dtype: np.dtype) -> bool:
    """Tell whether a type is a float of 16 bits, in which totals lose their digits."""
    return dtype.itemsize == 2 and dtype.kind in "fV"


def settle_as(xp: Any, found: Any, dtype: np.dtype, out: Array | None) -> Array:
    """Return `found` in a data type, or `out` filled with it."""
    if out is None:
        return xp.asarray(found).astype(dtype, copy=False)
    out[...] = found
    return out
