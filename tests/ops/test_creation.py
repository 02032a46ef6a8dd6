import numpy as np
import pytest

from cornu import config, ops
from cornu.autodiff import Tensor, Variable
from cornu.errors import DTypeError
from cornu.symbolic import SymbolicTensor


def check(tensor, value, dtype):
    assert isinstance(tensor, Tensor)
    assert tensor.dtype.name == dtype
    np.testing.assert_allclose(tensor.numpy(), value, rtol=1e-6)


def test_convert_to_tensor():
    check(ops.convert_to_tensor([1, 2]), [1, 2], "int32")
    check(ops.convert_to_tensor(1.5), 1.5, "float32")
    check(ops.convert_to_tensor(np.ones(2)), [1, 1], "float64")
    check(ops.convert_to_tensor([1, 2], dtype="float16"), [1, 2], "float16")
    check(ops.array([True]), [True], "bool")
    tensor = Tensor(1.0)
    assert ops.convert_to_tensor(tensor) is tensor
    check(ops.convert_to_tensor(tensor, "int32"), 1, "int32")


def test_variables_give_their_value():
    value = ops.convert_to_tensor(Variable([1.0]))
    assert not isinstance(value, Variable)
    assert value.tolist() == [1.0]


def test_symbols_stay_symbols():
    symbol = SymbolicTensor((None, 2))
    assert ops.convert_to_tensor(symbol) is symbol
    assert ops.convert_to_tensor(symbol, "int32").dtype == "int32"


def test_text_is_refused():
    with pytest.raises(DTypeError, match="numbers and booleans"):
        ops.convert_to_tensor(["a"])


def test_convert_to_numpy():
    for value in ([1.0], Tensor([1.0]), np.ones(1, np.float32), Variable([1.0])):
        host = ops.convert_to_numpy(value)
        assert type(host) is np.ndarray
        assert host.tolist() == [1.0]
    with pytest.raises(TypeError, match="no value yet"):
        ops.convert_to_numpy(SymbolicTensor((2,)))


def test_questions():
    assert ops.is_tensor(Tensor(1.0))
    assert not ops.is_tensor(np.ones(2))
    assert not ops.is_tensor(SymbolicTensor((2,)))
    assert ops.shape([[1, 2]]) == (1, 2)
    assert ops.shape(SymbolicTensor((None, 2))) == (None, 2)
    assert (ops.ndim([[1, 2]]), ops.size([[1, 2]])) == (2, 2)
    assert ops.size(SymbolicTensor((None, 2))) is None
    assert ops.dtype(np.ones(1, np.int8)) == "int8"
    assert ops.dtype(0.5) == "float32"


def test_cast_and_copy():
    check(ops.cast([0.2, 1.7], "int32"), [0, 1], "int32")
    source = np.ones(2)
    twin = ops.copy(source)
    source[0] = 5.0
    assert twin.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("types", "name"),
    [
        (("int32", "float16"), "float16"),
        (("int64", float), "float32"),
        (("uint8", "int8"), "int16"),
        (("float32", "float64"), "float64"),
        (("int8", 3), "int8"),
        ((True, 1), "int32"),
    ],
)
def test_result_type(types, name):
    assert ops.result_type(*types) == name


def test_filled():
    check(ops.zeros((2, 3)), np.zeros((2, 3)), "float32")
    check(ops.zeros(2, "int32"), [0, 0], "int32")
    check(ops.ones([2]), [1, 1], "float32")
    check(ops.empty((1,)), [0], "float32")
    check(ops.full((2,), 3), [3, 3], "float32")
    check(ops.full((2, 2), [1, 2], "int32"), [[1, 2], [1, 2]], "int32")
    check(ops.full((2,), np.array([1.5, 2])), [1.5, 2], "float32")
    check(ops.zeros_like([1, 2]), [0, 0], "int32")
    check(ops.ones_like([1, 2], "float16"), [1, 1], "float16")
    check(ops.empty_like([1.0]), [0], "float32")
    check(ops.full_like([1, 2], 7), [7, 7], "int32")
    check(ops.full_like([[1, 2]], [3, 4]), [[3, 4]], "int32")


def test_default_float_type_is_the_configured_one():
    config.set_floatx("float64")
    try:
        assert ops.zeros(1).dtype == np.float64
        assert ops.arange(0.5).dtype == np.float64
        assert ops.convert_to_tensor(0.5).dtype == np.float64
    finally:
        config.set_floatx("float32")


def test_ramps():
    check(ops.arange(3), [0, 1, 2], "int32")
    check(ops.arange(1, 2, 0.25), [1, 1.25, 1.5, 1.75], "float32")
    check(ops.arange(Tensor(3), dtype="float32"), [0, 1, 2], "float32")
    check(ops.linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1], "float32")
    check(ops.linspace(0, 1, 4, endpoint=False), [0, 0.25, 0.5, 0.75], "float32")
    values, step = ops.linspace(0, [1.0, 2.0], 3, retstep=True, axis=1)
    check(values, [[0, 0.5, 1], [0, 1, 2]], "float32")
    check(step, [0.5, 1], "float32")


def test_matrices():
    check(ops.eye(2), [[1, 0], [0, 1]], "float32")
    check(ops.eye(2, 3, 1, "int32"), [[0, 1, 0], [0, 0, 1]], "int32")
    check(ops.identity(1), [[1]], "float32")
    check(ops.tri(2, 3, 1), [[1, 1, 0], [1, 1, 1]], "float32")


def test_broadcast_to():
    check(ops.broadcast_to([1, 2], (2, 2)), [[1, 2], [1, 2]], "int32")


def test_to_device():
    moved = ops.to_device(Tensor([1.0]), "cpu")
    assert moved.device == "cpu"
    assert moved.tolist() == [1.0]
    assert type(ops.to_device(np.ones(1), "cpu")) is np.ndarray
