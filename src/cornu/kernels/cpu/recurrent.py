"""Recurrences on the CPU: groups of rows on several threads, one product for weights.

Rows of a batch do not meet in a recurrence. How many make a group depends on shapes
alone, so that the bits do not depend on the threads.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from cornu.core import Primitive
from cornu.kernels.cpu.matmul import product
from cornu.kernels.cpu.threads import Task, spread
from cornu.kernels.cpu.workspace import scratch
from cornu.primitives.recurrent import gru, lstm, simple_rnn
from cornu.primitives.recurrent.gru import gru_by, gru_gradient, gru_gradient_by
from cornu.primitives.recurrent.lstm import lstm_by, lstm_gradient, lstm_gradient_by
from cornu.primitives.recurrent.simple_rnn import (
    simple_rnn_by,
    simple_rnn_gradient,
    simple_rnn_gradient_by,
)

_GROUP = 64  # rows of a group in large batches
_LEAST_BATCH = 32  # products of fewer than 16 rows are slow
_MOST_GROUPS = 8
_WORTH_FLOPS = 2e7
_PER_FLOP = 3.0  # passes over the gates, in terms of products


def row_groups(batch: int, flops: float) -> list[slice]:
    """Cut a batch into groups of rows.

    Examples
    --------
    >>> row_groups(33, 1e9)
    [slice(0, 16, None), slice(16, 33, None)]
    """
    groups = 1
    if batch >= _LEAST_BATCH and flops >= _WORTH_FLOPS:
        groups = min(max(batch // _GROUP, 2), _MOST_GROUPS)
    edges = [batch * i // groups for i in range(groups + 1)]
    return [slice(a, b) for a, b in pairwise(edges)]


class Team:
    """Share out groups of rows; see :class:`cornu.primitives.recurrent.team.Alone`."""

    xp = np

    def share(self, task: Callable[[slice], None], batch: int, flops: float) -> None:
        """Call `task` with every group, on the threads there are."""
        groups = row_groups(batch, flops)

        def make_task() -> Task:
            return lambda i: task(groups[i])

        spread(make_task, len(groups), _PER_FLOP * flops)

    def scratch(self, name: str, shape: tuple[int, ...], dtype: Any) -> np.ndarray:
        """Return memory the thread uses again and again."""
        return scratch(name, shape, dtype)

    def product(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Multiply two matrices to bits that do not depend on the threads."""
        return product(a, b)

    def gives_nothing(self, states: np.ndarray, gradients: np.ndarray) -> bool:
        """Tell whether ``states.T @ gradients`` is zero, as it is at a fresh start."""
        return not states.any() and bool(np.isfinite(gradients).all())


_TEAM = Team()


def _file(primitive: Primitive, by: Callable[..., Any]) -> None:
    @primitive.on("cpu")
    def by_groups(xp: Any, *arrays: Any, **params: Any) -> Any:
        return by(_TEAM, *arrays, **params)


_file(lstm, lstm_by)
_file(lstm_gradient, lstm_gradient_by)
_file(gru, gru_by)
_file(gru_gradient, gru_gradient_by)
_file(simple_rnn, simple_rnn_by)
_file(simple_rnn_gradient, simple_rnn_gradient_by)
