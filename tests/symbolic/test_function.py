"""Function: graphs that run again on values."""

import numpy as np
import pytest

import cornu as keras
from cornu.autodiff import GradientTape, Tensor, Variable
from cornu.errors import ShapeError
from cornu.primitives.elementwise import tanh
from cornu.primitives.sorting import top_k
from cornu.symbolic import Function, SymbolicTensor

VALUE = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")


def test_the_same_numbers_as_the_calls_themselves():
    w = Variable(np.arange(6.0).reshape(3, 2) / 10, dtype="float32")

    def compute(x):
        h = tanh(x @ w)
        return h * h[:, :1] - 2.0

    x = SymbolicTensor((None, 3))
    function = Function(x, compute(x))
    found = function.run([Tensor(VALUE)])
    assert (found.numpy() == compute(Tensor(VALUE)).numpy()).all()
    w.assign(w * 2)  # the variable is read when it runs
    again = function.run([Tensor(VALUE)])
    assert (again.numpy() == compute(Tensor(VALUE)).numpy()).all()


def test_gradients_pass():
    w = Variable(np.ones((3, 1), "float32"))
    x = SymbolicTensor((None, 3))
    function = Function(x, x @ w)
    with GradientTape() as tape:
        y = function.run([Tensor(VALUE)])
    np.testing.assert_allclose(
        tape.gradient(y, w).numpy(), VALUE.sum(axis=0)[:, None], rtol=1e-5
    )


def test_structures_of_inputs_and_outputs():
    x = {"b": SymbolicTensor((2,)), "a": SymbolicTensor((2,))}
    function = Function(x, {"sum": x["a"] + x["b"], "same": [x["a"]]})
    a, b = Tensor([1.0, 2.0]), Tensor([10.0, 20.0])
    found = function.run([a, b])  # in key order
    assert found["sum"].tolist() == [11.0, 22.0]
    assert found["same"][0] is a


def test_shared_steps_run_once():
    x = SymbolicTensor((2,))
    h = tanh(x)
    function = Function(x, [h + h, h * 2.0])
    calls = []

    def call(node, args, kwargs):
        calls.append(node)
        return node.operation(*args, **kwargs)

    function.run([Tensor([0.1, 0.2])], call)
    assert len(calls) == len(set(map(id, calls))) == len(function.nodes) == 3


def test_a_part_of_a_graph():
    x = SymbolicTensor((2,))
    middle = tanh(x)
    y = middle + 1.0
    assert Function(middle, y).run([Tensor([1.0, 2.0])]).tolist() == [2.0, 3.0]


def test_one_of_several_results():
    x = SymbolicTensor((3,))
    _, positions = top_k(x, k=1)
    assert Function(x, positions).run([Tensor([1.0, 3.0, 2.0])]).tolist() == [1]


def test_a_deep_graph():
    x = y = SymbolicTensor((1,))
    for _ in range(5000):
        y = y + 1.0
    assert Function(x, y).run([Tensor([0.0])]).tolist() == [5000.0]


def test_symbols_from_elsewhere_are_named():
    x, other = SymbolicTensor((2,), name="x"), SymbolicTensor((2,), name="stray")
    with pytest.raises(ValueError, match=r"name=stray>.*among the inputs \['x'\]"):
        Function(x, x + other)


def test_only_symbols_make_a_graph():
    x = SymbolicTensor((2,))
    with pytest.raises(ValueError, match=r"all outputs must be symbols.*Tensor"):
        Function(x, Tensor([1.0]))
    with pytest.raises(ValueError, match="all inputs must be symbols"):
        Function(Tensor([1.0]), x)


def test_called_on_arrays_lists_and_symbols():
    x = keras.Input((3,), name="x")
    double = keras.Function(x, x * 2, name="double")
    for given in (np.ones((1, 3)), [[1.0, 1.0, 1.0]], {"x": np.ones((1, 3))}):
        result = double(given)
        assert result.tolist() == [[2.0] * 3]
        assert result.dtype == "float32"
    assert double(keras.Input((3,))).shape == (None, 3)
    assert double.compute_output_shape((5, 3)) == (5, 3)
    assert double.compute_output_spec(keras.KerasTensor((4, 3))).shape == (4, 3)
    assert (double.input, double.output) == (x, double.outputs[0])


def test_layers_in_it_are_the_models_own():
    x = keras.Input((3,))
    dense = keras.layers.Dense(2)
    inner = keras.Function(x, dense(x))
    y = keras.Input((3,))
    model = keras.Model(y, inner(y))
    assert model.weights == dense.weights
    assert dense in inner.operations


def test_several_inputs_and_outputs():
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    f = keras.Function([a, b], {"sum": a + b, "product": a * b})
    found = f([np.full((1, 2), 2.0), np.full((1, 2), 3.0)])
    assert found["sum"].tolist() == [[5.0, 5.0]]
    assert found["product"].tolist() == [[6.0, 6.0]]
    shapes = f.compute_output_shape([(1, 2), (1, 2)])
    assert shapes == {"sum": (1, 2), "product": (1, 2)}


def test_what_a_call_refuses():
    x = keras.Input((3,), name="x")
    double = keras.Function(x, x * 2, name="double")
    with pytest.raises(ShapeError, match=r"'double' \(Function\): input 'x' takes"):
        double(np.ones((1, 4)))
    with pytest.raises(NotImplementedError, match="has no config; make a model"):
        double.get_config()
