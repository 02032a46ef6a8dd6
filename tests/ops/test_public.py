import inspect

import numpy as np
import pytest

import cornu
from cornu import ops
from cornu.ops import OPS
from cornu.ops.public import publish
from cornu.symbolic import SymbolicTensor


def test_an_op_on_symbols_leaves_one_node():
    x = SymbolicTensor((None, 3))
    y = ops.std(x, axis=1)
    node = y._history[0]
    assert node.operation is ops.std
    assert node.inputs == [x]
    assert node.kwargs == {"axis": 1}


def test_an_op_that_does_nothing_leaves_no_node():
    x = SymbolicTensor((2,), "int32")
    assert ops.trunc(x) is x
    assert x._history is None


def test_a_model_runs_the_op_on_values():
    x = cornu.Input((3,))
    model = cornu.Model(x, ops.std(x, axis=1))
    data = np.array([[1.0, 2.0, 4.0]], np.float32)
    np.testing.assert_allclose(model.predict_on_batch(data), data.std(1), rtol=1e-6)


def test_names_and_signatures_are_kept():
    assert ops.std.__name__ == "std"
    assert list(inspect.signature(ops.std).parameters) == ["x", "axis", "keepdims"]
    assert OPS["std"] is ops.std


def test_publish_takes_functions_only_and_keeps_aliases_one():
    def double(x):
        return x * 2

    names = {"double": double, "twice": double, "_own": double, "number": 3}
    publish(names, "toys.")
    try:
        assert names["double"] is names["twice"] is OPS["toys.double"]
        assert names["_own"] is double
        assert names["number"] == 3
    finally:
        del OPS["toys.double"], OPS["toys.twice"]


def test_errors_of_ops_carry_the_cause():
    with pytest.raises(ValueError, match="tril: ") as caught:
        ops.tril(np.ones((2, 2)), k="nonsense")
    assert caught.value.__suppress_context__ or caught.value.__cause__
