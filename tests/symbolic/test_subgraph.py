import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import Tensor
from cornu.symbolic import Subgraph, SymbolicTensor, trace


@pytest.fixture
def x():
    return SymbolicTensor((None, 3))


def test_a_function_without_captures(x):
    graph = trace(
        lambda p: {"a": p["u"] * 2, "b": [1.5, p["v"]]}, ({"u": x, "v": x + 1},)
    )
    assert graph.captures == []
    found = graph.run(({"u": Tensor([1.0]), "v": Tensor([2.0])},), [])
    assert found["a"].tolist() == [2.0]
    assert found["b"][0] == 1.5
    assert found["b"][1].tolist() == [2.0]


def test_captures_are_the_older_symbols_in_the_order_they_are_met(x):
    y = x + 1
    z = y * 2
    formal = SymbolicTensor((3,))
    graph = trace(lambda a: (a * z + y) - z, (formal,))
    assert [id(s) for s in graph.captures] in ([id(z), id(y)], [id(y), id(z)])
    by_symbol = {id(z): Tensor([6.0]), id(y): Tensor([3.0])}
    function = graph.bind([by_symbol[id(s)] for s in graph.captures])
    assert function(Tensor([10.0])).tolist() == [57.0]


def test_an_output_may_be_a_capture_or_an_argument(x):
    formal = SymbolicTensor(())
    graph = trace(lambda a: (x, a, None), (formal,))
    one, two = Tensor(1.0), Tensor(2.0)
    assert graph.run((two,), [one]) == (one, two, None)


def test_numbers_become_tensors_of_the_argument_s_type():
    formal = SymbolicTensor((), "int32")
    graph = trace(lambda i: ops.cast(i, "float16") + i, (formal,))
    assert graph.run((3,), []).dtype.name == "float16"


def test_arguments_must_be_as_many(x):
    graph = trace(lambda a: a, (x,))
    with pytest.raises(ValueError, match=r"shorter|longer"):
        graph.run((), [])


def test_operations_leave_out_what_is_around(x):
    y = ops.exp(x)
    graph = trace(lambda: ops.add(ops.tanh(y), x), ())
    assert [n.operation.op_name for n in graph.operations] == ["tanh", "add"]
    assert y._history[0] not in graph.operations


def test_it_can_be_made_from_its_parts(x):
    formal, capture = SymbolicTensor((3,)), SymbolicTensor((3,))
    graph = Subgraph((formal,), [capture], [formal - capture], "minus")
    bound = graph.bind([Tensor(np.ones(3))])
    assert bound.__name__ == "minus"
    assert bound(Tensor(np.ones(3)))[0].tolist() == [0.0] * 3


def test_what_depends_on_nothing_known_is_refused(x):
    with pytest.raises(ValueError, match="not among the inputs"):
        Subgraph((SymbolicTensor((3,)),), [], x + 1)
