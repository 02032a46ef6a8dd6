from __future__ import annotations

import numpy as np
import pytest

from cornu import Variable, ops
from cornu.tracing.ir import RESULT, Equation, Graph, Value
from tracing.recorded import floats, record


def test_a_graph_prints_one_line_for_each_call() -> None:
    weight = Variable(np.ones((3, 2), "float32"), name="w")

    def step(x):
        y = ops.matmul(x, weight) * 2.0
        weight.assign_add(ops.ones((3, 2)))
        return ops.sum(y, axis=1)

    assert str(record(step, floats(4, 3))).split("\n") == [
        "inputs: %0: float32[4, 3]",
        "state %1: float32[3, 2] <- w",
        "constant %4: float32[3, 2]",
        "%2: float32[4, 2] = matmul %0 %1",
        "%3: float32[4, 2] = multiply %2 2.0",
        "%5: float32[3, 2] = add %1 %4",
        "%6: float32[3, 2] = assign %1 %5",
        "%7: float32[4] = reduce_sum %3 [axes=(1,), keepdims=False]",
        "w <- %6",
        "outputs: %7",
    ]


def test_a_recorded_graph_keeps_the_rules() -> None:
    record(lambda x: ops.softmax(ops.tanh(x)) + 1.0, floats(2, 3)).check()


def test_use_before_definition_is_refused() -> None:
    graph = record(lambda x: ops.exp(ops.tanh(x)), floats(2))
    graph.equations.reverse()
    with pytest.raises(ValueError, match="is not defined yet"):
        graph.check()


def test_two_definitions_are_refused() -> None:
    graph = record(ops.tanh, floats(2))
    graph.equations.append(graph.equations[0])
    with pytest.raises(ValueError, match="is defined twice"):
        graph.check()


def test_an_end_that_nobody_makes_is_refused() -> None:
    graph = record(ops.tanh, floats(2))
    graph.equations.clear()
    with pytest.raises(ValueError, match="never defined"):
        graph.check()


def test_a_result_of_another_shape_is_refused() -> None:
    graph = record(ops.tanh, floats(2))
    (equation,) = graph.equations
    wrong = Value(9, floats(3), RESULT)
    swapped = Equation(equation.primitive, equation.inputs, {}, (wrong,))
    with pytest.raises(ValueError, match="its shape rule says"):
        Graph(graph.inputs, [swapped], [wrong]).check()


def test_replaced_operands_leave_the_old_equation_alone() -> None:
    graph = record(lambda x, y: x + y, floats(2), floats(2, seed=1))
    (equation,) = graph.equations
    x, y = graph.inputs
    assert equation.replaced({x: y}).inputs == (y, y)
    assert equation.inputs == (x, y)
    assert equation.replaced({}) is equation
