"""Compute equal things once."""

from typing import Any

from cornu.tracing.ir import Equation, Graph, Value
from cornu.tracing.passes.rewrite import rewritten


def merge_equal(graph: Graph) -> Graph:
    """Return the graph with equal calls on equal inputs merged into the first.

    All primitives are pure, the random ones too: equal inputs give equal results.
    """
    seen: dict[Any, Equation] = {}
    swap: dict[Value, Value] = {}
    equations = []
    for equation in graph.equations:
        equation = equation.replaced(swap)
        key = _key(equation)
        known = seen.setdefault(key, equation)
        if known is equation:
            equations.append(equation)
        else:
            swap.update(zip(equation.outputs, known.outputs))
    return rewritten(graph, equations, swap)


def _key(equation: Equation) -> Any:
    inputs = tuple(
        ("value", v.number) if isinstance(v, Value) else (type(v).__name__, repr(v))
        for v in equation.inputs
    )
    return (
        equation.primitive.name,
        id(equation.primitive),
        inputs,
        repr(equation.params),
    )
