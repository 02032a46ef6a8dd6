"""How a batch is cut into blocks. It depends on shapes alone, never on threads."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

GRANULE = 8
"""Rows of a batch that are done together, whatever the number of threads."""

BLOCK_BYTES = 4 * 2**20
"""Scratch a block should take: more spills, less makes too many small calls."""

LANES = 8
"""Partial sums over blocks, added up in order whatever the threads do."""


class Block(NamedTuple):
    """Say which images, and which of their rows, belong together."""

    start: int
    stop: int
    first: int
    last: int


def blocks_of(
    batch: int, rows: int, row_bytes: int, least_rows: int = 1
) -> list[Block]:
    """Cut a batch into blocks that take about `BLOCK_BYTES`.

    Parameters
    ----------
    batch, rows : int
        Number of images, and of rows an image has.
    row_bytes : int
        Memory that one row takes.
    least_rows : int
        Rows a block should have even if it then takes more.

    Examples
    --------
    >>> blocks_of(3, 10, BLOCK_BYTES // 20)
    [Block(start=0, stop=2, first=0, last=10), Block(start=2, stop=3, first=0, last=10)]
    """
    fitting = max(BLOCK_BYTES // max(row_bytes, 1), least_rows, 1)
    if fitting >= rows:
        step = fitting // max(rows, 1)
        step = -(-batch // -(-batch // step)) if batch else step  # of equal size
        return [Block(n, min(n + step, batch), 0, rows) for n in range(0, batch, step)]
    return [
        Block(n, n + 1, r, min(r + fitting, rows))
        for n in range(batch)
        for r in range(0, rows, fitting)
    ]


def granules(batch: int) -> list[slice]:
    """Cut a batch into granules of `GRANULE` rows; the last one may be short.

    Examples
    --------
    >>> granules(20)
    [slice(0, 8, None), slice(8, 16, None), slice(16, 20, None)]
    """
    return [slice(n, min(n + GRANULE, batch)) for n in range(0, batch, GRANULE)]


def lanes(batch: int) -> list[list[slice]]:
    """Deal a batch's granules out to at most `LANES` runs of neighbours.

    Sums over the batch are added up lane by lane and then over the lanes, in order.

    Examples
    --------
    >>> lanes(20)
    [[slice(0, 8, None)], [slice(8, 16, None)], [slice(16, 20, None)]]
    """
    cuts = granules(batch)
    count = min(len(cuts), LANES)
    edges = [len(cuts) * i // count for i in range(count + 1)] if count else []
    return [cuts[a:b] for a, b in pairwise(edges)]


def combine(sums: Sequence[np.ndarray], out: np.ndarray) -> None:
    """Add up the lanes' sums, in order, into `out`; it may be the first of them."""
    first, *others = sums
    if out is not first:
        out[...] = first
    for a in others:
        np.add(out, a, out=out)
