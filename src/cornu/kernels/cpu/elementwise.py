"""Elementwise operations whose small operand NumPy would otherwise take value by value.

Its vector loops want two arrays. A number, or a bias as short as there are channels, is
laid out over a few thousand elements, which the loop then meets row by row.
"""

import math
from typing import Any

import numpy as np

from cornu.core import Spec
from cornu.kernels.cpu.staged import Staged
from cornu.primitives.arithmetic import add
from cornu.primitives.elementwise import relu

_LEAST = 2**13
_ROW = 2**11
_LEAST_GAIN = 4  # times that a bias should fit into a row
_FLOPS_PER_ELEMENT = 8.0  # in terms of `threads.WORTH_FLOPS`
_zeros: dict[Any, np.ndarray] = {}


# ---- the positive part ----


def _is_long(x: Any, **params: Any) -> bool:
    return (
        type(x) is np.ndarray
        and x.size >= _LEAST
        and x.dtype.kind == "f"
        and x.dtype.isnative
        and x.flags.c_contiguous
    )


@relu.on("cpu", when=_is_long)
def relu_cpu(xp: Any, x: np.ndarray, *, out: np.ndarray | None = None) -> np.ndarray:
    """Compare with a row of zeros; `out` may be `x`."""
    if out is None:
        out = np.empty(x.shape, x.dtype)
    elif not out.flags.c_contiguous or out.dtype != x.dtype:
        return relu.forward(xp, x, out=out)
    zeros = _zeros.get(x.dtype)
    if zeros is None:
        zeros = _zeros[x.dtype] = np.zeros(_ROW, x.dtype)
    whole = x.size - x.size % _ROW
    source, target = x.reshape(-1), out.reshape(-1)
    np.maximum(
        source[:whole].reshape(-1, _ROW), zeros, out=target[:whole].reshape(-1, _ROW)
    )
    rest = x.size - whole
    if rest:
        np.maximum(source[whole:], zeros[:rest], out=target[whole:])
    return out


# What plans the memory of a traced step asks for this.
relu_cpu.works_in_place = True  # type: ignore[attr-defined]


# ---- a bias ----


class BiasAdd(Staged):
    """Add a vector to the last axis, in the regions of a traced step.

    Sums of two numbers have the same bits however they are laid out, so eager calls
    need no such form. The result may take the place of the first input.
    """

    batched = (True, False)

    def __init__(self, x: Spec, row: int) -> None:
        self.result = x
        self.flops = _FLOPS_PER_ELEMENT * (x.size or 0)
        self.row = np.empty(row, x.dtype)

    def prepare(self, *arrays: np.ndarray) -> None:
        self.row.reshape(-1, len(arrays[1]))[...] = arrays[1]

    def part(self, *arrays: np.ndarray, out: np.ndarray) -> None:
        x, bias = arrays
        if x.flags.c_contiguous and out.flags.c_contiguous:
            length = len(self.row)
            np.add(x.reshape(-1, length), self.row, out.reshape(-1, length))
        else:
            np.add(x, bias, out)


@add.stage("cpu")
def add_stage(specs: tuple[Spec, ...], params: dict[str, Any]) -> Staged | None:
    """Return the sum in stages where the second input is a bias."""
    x, bias = specs
    shape: Any = x.shape
    if None in shape or 0 in shape or len(shape) < 3 or shape[-1:] != bias.shape:
        return None
    if x.dtype != bias.dtype or x.dtype.kind != "f":
        return None
    row = _row_length(shape)
    return None if row < _LEAST_GAIN * shape[-1] else BiasAdd(x, row)


def _row_length(shape: tuple[int, ...]) -> int:
    """Return the longest run of whole pixels, up to `_ROW`, that divides an image."""
    channels = shape[-1]
    pixels = math.prod(shape[1:-1])
    most = max(_ROW // channels, 1)
    return channels * max(k for k in range(1, most + 1) if pixels % k == 0)
