"""Passes: pure functions from graph to graph that change no result, not by a bit."""

from collections.abc import Callable

from cornu.tracing.ir import Graph
from cornu.tracing.passes.cse import merge_equal as merge_equal
from cornu.tracing.passes.dce import drop_dead as drop_dead
from cornu.tracing.passes.fold import fold_constants as fold_constants
from cornu.tracing.passes.forward import forward_copies as forward_copies
from cornu.tracing.passes.pool import pool_first as pool_first
from cornu.tracing.passes.shard import shard as shard

PIPELINE: tuple[Callable[[Graph], Graph], ...] = (
    forward_copies,
    fold_constants,
    merge_equal,
    drop_dead,
    pool_first,
)


def run_passes(graph: Graph, by_parts: bool = True) -> Graph:
    """Return the graph after all passes, checked after each.

    Parameters
    ----------
    graph : Graph
    by_parts : bool, default True
        Whether regions of the batch are formed.
    """
    for each in (*PIPELINE, shard) if by_parts else PIPELINE:
        graph = each(graph)
        graph.check()
    return graph
