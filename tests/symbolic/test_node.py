"""Nodes: calls that can be run again."""

import numpy as np

from cornu.autodiff import Tensor
from cornu.primitives.arithmetic import add
from cornu.primitives.movement import concatenate
from cornu.primitives.sorting import top_k
from cornu.symbolic import Node, SymbolicTensor, add_node


def test_a_call_leaves_a_node():
    x = SymbolicTensor((None, 3))
    y = x + 1.0
    node, index = y._history
    assert (node.operation, index) == (add, 0)
    assert node.inputs == [x] or node.inputs[0] is x
    assert node.outputs[0] is y
    assert not node.is_input
    assert x._history is None


def test_outputs_know_their_places():
    values, positions = top_k(SymbolicTensor((None, 3)), k=2)
    assert values._history[0] is positions._history[0]
    assert (values._history[1], positions._history[1]) == (0, 1)


def test_running_again_with_values():
    x, z = SymbolicTensor((None, 3)), SymbolicTensor((None, 3))
    node = concatenate(x, np.ones((1, 3), "float32"), z, axis=0)._history[0]
    values = {id(x): Tensor(np.zeros((2, 3))), id(z): Tensor(np.ones((1, 3)))}
    found = node.run(values)
    assert found.numpy().tolist() == [[0] * 3, [0] * 3, [1] * 3, [1] * 3]
    seen = []
    node.run(values, lambda *call: seen.append(call))
    assert seen[0][0] is node
    assert seen[0][2] == {"axis": 0}


def test_symbols_may_stand_anywhere_in_the_arguments():
    x, y, out = (SymbolicTensor((2,)) for _ in range(3))

    def layer(inputs, *, scale):
        return inputs["a"][0] * scale

    node = add_node(layer, ({"a": [x]},), {"scale": y}, out)
    assert isinstance(node, Node)
    assert {id(s) for s in node.inputs} == {id(x), id(y)}
    assert node.run({id(x): 3.0, id(y): 5.0}) == 15.0
    assert out._history == (node, 0)


def test_a_node_without_symbols_is_where_values_enter():
    out = SymbolicTensor((2,))
    assert add_node(lambda: None, (), {}, out).is_input
