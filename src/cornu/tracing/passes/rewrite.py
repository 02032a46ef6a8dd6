"""What passes share: putting values in the place of others."""

from dataclasses import replace

from cornu.tracing.ir import Equation, Graph, Value


def rewritten(
    graph: Graph, equations: list[Equation], swap: dict[Value, Value]
) -> Graph:
    """Return the graph with other equations and, at its end, other values."""
    return replace(
        graph,
        equations=equations,
        outputs=[swap.get(v, v) for v in graph.outputs],
        updates=[(variable, swap.get(v, v)) for variable, v in graph.updates],
    )
