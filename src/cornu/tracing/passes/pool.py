"""Pool first, then add the bias and apply ReLU, to a fraction of the data.

The largest of some numbers stays the largest when the same number is added to all, also
after rounding, and when negative ones become zero. So the result is the same. It needs
the unpooled values for nothing else: in training the gradient does, in prediction
nobody.
"""

import itertools
from typing import Any

from cornu.core.bind import bind_arrays
from cornu.tracing.ir import RESULT, Equation, Graph, Value
from cornu.tracing.passes.rewrite import rewritten


def pool_first(graph: Graph) -> Graph:
    """Return the graph with ``max_pool(relu(x + bias))`` in the other order."""
    makers = {v: e for e in graph.equations for v in e.outputs}
    readers: dict[Value, int] = {}
    for equation in graph.equations:
        for value in equation.operands:
            readers[value] = readers.get(value, 0) + 1
    for value in graph.ends():
        readers[value] = readers.get(value, 0) + 1
    numbers = itertools.count(1 + max((v.number for v in makers), default=0))
    moved: dict[Equation, list[Equation]] = {}
    gone: set[Equation] = set()
    swap: dict[Value, Value] = {}
    for pool in graph.equations:
        chain = _chain(pool, makers, readers)
        if chain is None:
            continue
        fresh = _reordered(pool, chain, numbers)
        last, before = fresh[-1].outputs[0], pool.outputs[0]
        if last.sample.strides != before.sample.strides:
            continue
        last.sample = before.sample  # of which later values may be views
        moved[pool] = fresh
        gone.update(chain)
        swap[pool.outputs[0]] = fresh[-1].outputs[0]
    equations = []
    for equation in graph.equations:
        if equation not in gone:
            found = moved.get(equation, [equation])
            equations += [each.replaced(swap) for each in found]
    return rewritten(graph, equations, swap)


def _chain(
    pool: Equation, makers: dict[Value, Equation], readers: dict[Value, int]
) -> tuple[Equation, Equation] | None:
    """Return the addition and the ReLU that lead to a pooling and nowhere else."""
    if pool.primitive.name != "max_pool":
        return None
    relu = makers.get(pool.operands[0])
    if relu is None or relu.primitive.name != "relu":
        return None
    add = makers.get(relu.operands[0])
    if add is None or add.primitive.name != "add" or len(add.operands) != 2:
        return None
    if readers[relu.outputs[0]] != 1 or readers[add.outputs[0]] != 1:
        return None
    x, bias = add.operands
    shape = add.outputs[0].spec.shape
    if x.spec.shape != shape or bias.spec.shape != shape[-1:]:
        return None
    return (add, relu) if x.spec.dtype == bias.spec.dtype else None


def _reordered(
    pool: Equation, chain: tuple[Equation, Equation], numbers: Any
) -> list[Equation]:
    add, relu = chain
    x, bias = add.operands
    pooled = _call(pool, (x,), numbers)
    added = _call(add, (pooled.outputs[0], bias), numbers)
    return [pooled, added, _call(relu, (added.outputs[0],), numbers)]


def _call(like: Equation, inputs: tuple[Value, ...], numbers: Any) -> Equation:
    samples = tuple(v.sample for v in inputs)
    sample = bind_arrays(like.primitive, samples, like.params)
    out = Value(next(numbers), sample, RESULT)
    return Equation(
        like.primitive, inputs, like.params, (out,), like.scope, False, like.place
    )
