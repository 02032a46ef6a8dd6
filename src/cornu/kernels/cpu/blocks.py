"""How a batch is cut into blocks. It depends on shapes alone, never on threads."""

from itertools import pairwise
from typing import NamedTuple

BLOCK_BYTES = 2 * 2**20
"""Scratch a block may take: a little over a core's second-level cache."""

LANES = 8
"""Partial sums over blocks, added up in order whatever the threads do."""

_LANE_BYTES = 32 * 2**20


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
        return [Block(n, min(n + step, batch), 0, rows) for n in range(0, batch, step)]
    return [
        Block(n, n + 1, r, min(r + fitting, rows))
        for n in range(batch)
        for r in range(0, rows, fitting)
    ]


def lanes_of(count: int, sum_bytes: int) -> list[range]:
    """Deal `count` blocks out to a few runs of neighbours, each with a sum of its own.

    Examples
    --------
    >>> lanes_of(10, 1000)[:3]
    [range(0, 1), range(1, 2), range(2, 3)]
    """
    lanes = min(count, LANES, max(2, _LANE_BYTES // max(sum_bytes, 1)))
    cuts = [count * i // lanes for i in range(lanes + 1)]
    return [range(a, b) for a, b in pairwise(cuts)]
