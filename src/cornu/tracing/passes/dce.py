"""Drop equations whose results nobody needs."""

from dataclasses import replace

from cornu.tracing.ir import Graph


def drop_dead(graph: Graph) -> Graph:
    """Return the graph without equations that lead to no output and no update."""
    needed = set(graph.ends())
    kept = []
    for equation in reversed(graph.equations):
        if any(v in needed for v in equation.outputs):
            needed.update(equation.operands)
            kept.append(equation)
    return replace(graph, equations=kept[::-1])
