"""Look through equations that only pass on a value."""

from cornu.core.spec import dtype_name
from cornu.tracing.ir import Equation, Graph, Value
from cornu.tracing.passes.rewrite import rewritten


def forward_copies(graph: Graph) -> Graph:
    """Return the graph without copies: values of a step never change, so one will do.

    A variable's new value is copied into its memory when the step ends, whoever
    computed it, so ``assign`` within the step is a copy, too.
    """
    swap: dict[Value, Value] = {}
    equations = []
    for equation in graph.equations:
        equation = equation.replaced(swap)
        source = _passed_on(equation)
        if source is None:
            equations.append(equation)
        else:
            swap[equation.outputs[0]] = source
    return rewritten(graph, equations, swap)


def _passed_on(equation: Equation) -> Value | None:
    name = equation.primitive.name
    if name in ("reduce_sum", "reduce_max", "reduce_min", "reduce_prod"):
        if equation.params["axes"]:
            return None
    elif name not in ("assign", "copy", "cast"):
        return None
    source = equation.inputs[-1 if name == "assign" else 0]
    if not isinstance(source, Value):
        return None
    target = equation.outputs[0]
    if name == "cast" and dtype_name(source.spec.dtype) != equation.params["dtype"]:
        return None
    return source if source.spec == target.spec else None
