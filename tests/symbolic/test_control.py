import pytest

import cornu.ops  # noqa: F401 - files how ops are done
from cornu.autodiff import Tensor
from cornu.symbolic import ControlCall, SymbolicTensor, leave_node, trace


@pytest.fixture
def graph():
    return trace(lambda a: {"y": a * 2, "n": None}, (SymbolicTensor((3,)),), "f")


def test_a_node_holds_operands_and_captures(graph):
    x = SymbolicTensor((None, 3))
    made = leave_node("map", [graph], [x], {"y": SymbolicTensor((None, 3)), "n": None})
    node = made["y"]._history[0]
    assert made["n"] is None
    assert node.args == ([x], [[]])
    assert (node.operation.name, node.operation.op_name) == ("map", "map")
    assert node.operation.graphs == (graph,)


def test_a_call_gives_its_results_flat(graph):
    call = ControlCall("map", [graph])
    (found,) = call([Tensor([[1.0, 2.0, 3.0]])], [[]])
    assert found.tolist() == [[2.0, 4.0, 6.0]]
    assert repr(call) == "<map of 1 graphs, {}>"


def test_a_call_on_symbols_leaves_a_node_of_its_own(graph):
    (found,) = ControlCall("map", [graph])([SymbolicTensor((5, 3))], [[]])
    assert found.shape == (5, 3)
    assert found._history[0].operation.name == "map"


def test_an_unknown_op_is_refused(graph):
    with pytest.raises(ValueError, match=r"'fold'; there are .*'map'"):
        ControlCall("fold", [graph])
