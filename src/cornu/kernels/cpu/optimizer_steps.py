"""Steps of optimizers on the CPU: large arrays are shared out over the threads.

A step goes element by element, so that the bits do not depend on who does which.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cornu.core.primitive import PRIMITIVES, Primitive
from cornu.kernels.cpu.threads import Task, spread, team_size
from cornu.primitives.optimizer_steps import FLATTENABLE, scalars_and_slots

LEAST = 2**20
"""Weights from which a second thread brings more than it costs."""

_FLOPS_PER_ELEMENT = 60.0  # in terms of `threads.WORTH_FLOPS`
_ALIGNMENT = 16  # elements: threads do not share cache lines


def _file(primitive: Primitive) -> None:
    def _is_large(*arrays: Any, out: Any = None, **params: Any) -> bool:
        _, slots = scalars_and_slots(primitive, params)
        return sum([a.size for a in arrays]) >= (2 + slots) * LEAST

    @primitive.on("cpu", when=_is_large)
    def by_threads(
        xp: Any,
        *arrays: np.ndarray,
        out: Sequence[np.ndarray] | None = None,
        **params: Any,
    ) -> tuple[np.ndarray, ...]:
        scalars, slots = scalars_and_slots(primitive, params)
        leading, rest = arrays[:scalars], arrays[scalars:]
        count = len(rest) // (2 + slots)
        rows = [rest[i * count : (i + 1) * count] for i in range(2 + slots)]
        size = team_size()
        if size == 1 or rows[0][0].dtype.kind != "f":
            result: tuple[np.ndarray, ...] = primitive.forward(
                xp, *arrays, out=out, **params
            )
            return result
        if out is None:
            out = [np.empty(a.shape, a.dtype) for r in (rows[0], *rows[2:]) for a in r]
        places = [out[i * count : (i + 1) * count] for i in range(1 + slots)]
        shares = _deal([a.size for a in rows[0]], size)

        def make_task() -> Task:
            def task(i: int) -> None:
                def part(row: Sequence[np.ndarray]) -> list[np.ndarray]:
                    return [row[j].reshape(-1)[cut] for j, cut in shares[i]]

                given = [a for row in rows for a in part(row)]
                into = [a for row in places for a in part(row)]
                primitive.forward(xp, *leading, *given, out=into, **params)

            return task

        total = sum(a.size for a in rows[0])
        spread(make_task, len(shares), _FLOPS_PER_ELEMENT * total)
        return tuple(out)


def _deal(sizes: list[int], threads: int) -> list[list[tuple[int, slice]]]:
    """Deal arrays out to threads: each gets a piece of the large, or a small one whole.

    Examples
    --------
    >>> _deal([100, LEAST], 2)[1]
    [(1, slice(524288, 1048576, None)), (0, slice(0, 100, None))]
    """
    shares: list[list[tuple[int, slice]]] = [[] for _ in range(threads)]
    loads = [0] * threads
    for j, size in sorted(enumerate(sizes), key=lambda pair: -pair[1]):
        if size < LEAST // 4:
            least = min(range(threads), key=lambda i: (loads[i], -i))
            shares[least].append((j, slice(0, size)))
            loads[least] += size
            continue
        step = -(-size // threads // _ALIGNMENT) * _ALIGNMENT
        for i in range(threads):
            cut = slice(min(i * step, size), min((i + 1) * step, size))
            if cut.start < cut.stop:
                shares[i].append((j, cut))
                loads[i] += cut.stop - cut.start
    return [share for share in shares if share]


for _name in FLATTENABLE:
    _file(PRIMITIVES[_name])
