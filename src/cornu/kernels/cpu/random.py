"""Dropout on the CPU, some rows of a draw at a time."""

import math
from typing import Any

import numpy as np

from cornu.core import Spec, spec_of
from cornu.kernels.cpu.staged import Staged
from cornu.kernels.cpu.threads import Task, spread
from cornu.primitives.random import drop, dropout, lots

_LEAST = 2**15
_BLOCK = 2**16  # elements; a multiple of sixteen, so that no random word is lost
_FLOPS_PER_ELEMENT = 100.0  # the random words above all, in terms of `WORTH_FLOPS`


class DropoutRows(Staged):
    """Do dropout on any rows, with their part of the draw for the whole."""

    batched = (True, False)
    needs_rows = True

    def __init__(self, spec: Spec, rate: float) -> None:
        self.result = (spec, Spec(spec.shape, np.dtype(bool)))
        self.rate = rate
        sizes: tuple[int, ...] = spec.shape  # type: ignore[assignment]
        self.row = math.prod(sizes[1:])
        self.flops = _FLOPS_PER_ELEMENT * math.prod(sizes)
        self.state = np.zeros(2, np.uint32)

    def prepare(self, *arrays: np.ndarray) -> None:
        """Keep the state of the draw."""
        self.state[...] = arrays[1]

    def part(self, *arrays: np.ndarray, out: Any, rows: slice = slice(0, 0)) -> None:
        """Drop from the elements of some rows."""
        x, start = arrays[0], rows.start * self.row
        if not (out[0].flags.c_contiguous and out[1].flags.c_contiguous):
            drawn = lots(self.state, x.size, start).reshape(x.shape)
            drop(np, x, drawn, self.rate, out)
            return
        flat, into = x.reshape(-1), tuple(o.reshape(-1) for o in out)
        for first in range(0, flat.size, _BLOCK):
            some = slice(first, min(first + _BLOCK, flat.size))
            drawn = lots(self.state, some.stop - first, start + first)
            drop(np, flat[some], drawn, self.rate, (into[0][some], into[1][some]))


@dropout.stage("cpu")
def dropout_rows(specs: tuple[Spec, ...], params: dict[str, Any]) -> DropoutRows | None:
    """Return the staged form of a dropout; None if elements share their fate."""
    spec = specs[0]
    if params.get("noise_shape") is not None or not spec.shape or None in spec.shape:
        return None
    return DropoutRows(spec, params["rate"])


def _is_large(x: Any, state: Any, *, noise_shape: Any = None, **params: Any) -> bool:
    return x.size >= _LEAST and noise_shape is None and x.flags.c_contiguous


@dropout.on("cpu", when=_is_large)
def dropout_cpu(
    xp: Any,
    x: np.ndarray,
    state: np.ndarray,
    *,
    rate: float,
    noise_shape: None = None,
    out: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Drop block by block, so that the random words stay in the cache."""
    if out is None:
        out = np.empty_like(x), np.empty(x.shape, bool)
    if not (out[0].flags.c_contiguous and out[1].flags.c_contiguous):
        return dropout.forward(xp, x, state, rate=rate, out=out)
    flat = x.reshape(-1)
    staged = DropoutRows(spec_of(flat), rate)
    staged.prepare(flat, state)
    into = tuple(o.reshape(-1) for o in out)
    blocks = [slice(n, min(n + _BLOCK, flat.size)) for n in range(0, flat.size, _BLOCK)]

    def make_task() -> Task:
        def task(i: int) -> None:
            part = blocks[i]
            staged.part(flat[part], state, out=[o[part] for o in into], rows=part)

        return task

    spread(make_task, len(blocks), staged.flops)
    return out
