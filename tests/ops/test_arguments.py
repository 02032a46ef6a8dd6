import numpy as np
import pytest

from cornu.autodiff import Tensor, Variable
from cornu.errors import ShapeError
from cornu.ops import arguments
from cornu.symbolic import SymbolicTensor


def test_lists_and_numbers_become_tensors_and_boxes_stay():
    assert arguments.as_operand([1, 2]).dtype == np.int32
    array, tensor, symbol = np.ones(2), Tensor(1.0), SymbolicTensor((2,))
    for box in (array, tensor, symbol):
        assert arguments.as_operand(box) is box


def test_a_number_beside_an_array_stays_a_number():
    half = np.ones(2, np.float16)
    _, number = arguments.as_operands(half, 2.5)
    assert type(number) is float
    first, second = arguments.as_operands(1, 2.5)
    assert isinstance(first, Tensor)
    assert second == 2.5


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (None, "float32"),
        (float, "float32"),
        ("int", "int32"),
        (np.float16, "float16"),
        ("uint8", "uint8"),
        (bool, "bool"),
    ],
)
def test_dtype_name(given, name):
    assert arguments.dtype_name(given) == name


def test_dtype_of_every_box():
    for box in (np.ones(1, np.int8), Tensor([1], "int8"), Variable([1], dtype="int8")):
        assert arguments.dtype_of(box) == np.int8
    assert arguments.dtype_of(SymbolicTensor((1,), "int8")) == np.int8


def test_common_dtype():
    values = arguments.to_common([np.ones(1, np.int32), [0.5], np.ones(1, np.float16)])
    assert {v.dtype for v in values} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("axis", "axes"), [(None, (0, 1, 2)), (-1, (2,)), ((-1, 0), (2, 0)), ([1], (1,))]
)
def test_axes(axis, axes):
    assert arguments.axes_of("sum", 3, axis) == axes


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        (3, "sum: axis 3 is out of range for an array of 3 axes"),
        (-4, "from -3 to 2"),
        ((0, -3), "names an axis twice"),
    ],
)
def test_wrong_axes(axis, words):
    with pytest.raises(ShapeError, match=words):
        arguments.axes_of("sum", 3, axis)


def test_axis_of_a_number():
    with pytest.raises(ShapeError, match="array without axes"):
        arguments.axis_of("sum", 0, 0)


def test_shapes():
    assert arguments.shape_of(3) == (3,)
    assert arguments.shape_of([2, np.int64(3)]) == (2, 3)
    assert arguments.shape_of(()) == ()
    assert arguments.shape_of((None, 2)) == (None, 2)
    assert arguments.sizes_of(SymbolicTensor((None, 2))) == (-1, 2)


def test_known_size():
    assert arguments.known_size("split", np.ones((2, 3)), 1) == 3
    with pytest.raises(ShapeError, match="split: the size of axis 0 must be known"):
        arguments.known_size("split", SymbolicTensor((None, 2)), 0)
