"""Compute once what is the same in every step."""

from cornu.tracing.ir import CONSTANT, Equation, Graph, Value
from cornu.tracing.passes.rewrite import rewritten

LIMIT_BYTES = 2**20
"""Larger results are computed each time rather than kept."""

_BY_SHAPE = ("full_like",)


def fold_constants(graph: Graph) -> Graph:
    """Return the graph with results of constants alone as constants.

    Only constants made inside the step count: an array that lives outside may be
    written to by its owner.
    """
    swap: dict[Value, Value] = {}
    equations = []
    for equation in graph.equations:
        equation = equation.replaced(swap)
        if _is_constant(equation):
            for value in equation.outputs:
                fixed = Value(value.number, value.sample, CONSTANT, value.sample)
                fixed.fresh = True
                swap[value] = fixed
        else:
            equations.append(equation)
    return rewritten(graph, equations, swap)


def _is_constant(equation: Equation) -> bool:
    if any(v.sample.nbytes > LIMIT_BYTES for v in equation.outputs):
        return False
    if equation.primitive.name in _BY_SHAPE:
        return True
    return all(v.origin == CONSTANT and v.fresh for v in equation.operands)
