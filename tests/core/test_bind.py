"""Dispatch: who reads a call."""

import numpy as np
import pytest

from cornu.autodiff import Tensor, Variable
from cornu.core import Box
from cornu.core.bind import are_alike
from cornu.core.promotion import result_dtype
from cornu.errors import CornuError, DTypeError, ShapeError
from cornu.primitives.arithmetic import add
from cornu.primitives.contraction import matmul
from cornu.primitives.elementwise import tanh
from cornu.primitives.reduction import reduce_sum
from cornu.primitives.sorting import top_k
from cornu.symbolic import SymbolicTensor

ARRAY = np.ones((2, 3), np.float32)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (ARRAY, ARRAY, np.ndarray),
        (ARRAY, 1.0, np.ndarray),
        (1, 2, np.ndarray),
        (Tensor(ARRAY), ARRAY, Tensor),
        (ARRAY, Tensor(ARRAY), Tensor),
        (2.0, Variable(ARRAY), Tensor),
        (Variable(ARRAY), SymbolicTensor((2, 3)), SymbolicTensor),
        (SymbolicTensor((None, 3)), Tensor(ARRAY), SymbolicTensor),
        (1, SymbolicTensor((None, 3)), SymbolicTensor),
    ],
)
def test_the_highest_box_decides(a, b, kind):
    assert type(add(a, b)) is kind


def test_no_scalars_of_numpy_come_out():
    assert type(tanh(np.array(0.5))) is np.ndarray
    assert type(reduce_sum(ARRAY, axes=(0, 1))) is np.ndarray
    assert type(tanh(0.5)) is np.ndarray
    assert tanh(0.5).dtype == np.float32
    assert all(type(r) is np.ndarray for r in top_k(np.arange(3.0), k=1))


def test_subclasses_of_a_box_are_read_like_it():
    class Named(Tensor):
        __slots__ = ("label",)

    assert issubclass(Named, Box)
    assert (Named([1.0]) + 1).numpy().tolist() == [2.0]


@pytest.mark.parametrize("box", [np.asarray, Tensor])
def test_errors_come_in_words(box):
    a, b = box(np.zeros((32, 20))), box(np.zeros((64, 20)))
    with pytest.raises(ShapeError) as caught:
        matmul(a, b)
    assert str(caught.value) == (
        "matmul: a is (32, 20) and b is (64, 20); a's last size (20) must equal b's "
        "second-to-last (64). Did you mean a @ b.T?"
    )
    with pytest.raises(ShapeError, match=r"\(2, 3\) and \(4,\) do not broadcast"):
        add(box(np.zeros((2, 3))), box(np.zeros(4)))


def test_a_list_is_refused_in_words():
    with pytest.raises(DTypeError, match="got list"):
        Tensor([1.0, 2.0]) + [1.0, 2.0]


def test_errors_that_have_no_words_stay():
    with pytest.raises(TypeError) as caught:
        reduce_sum(ARRAY, axes=("x",))
    assert not isinstance(caught.value, CornuError)


def test_inputs_of_one_type_are_not_copied():
    seen = []

    class Spy(np.ndarray):
        def astype(self, *args, **kwargs):
            seen.append(args)
            return super().astype(*args, **kwargs)

    add(ARRAY.view(Spy), ARRAY.view(Spy))
    assert not seen
    add(np.ones(3, np.int32).view(Spy), ARRAY)
    assert len(seen) == 1


F32, I32 = np.ones(2, np.float32), np.ones(2, np.int32)


@pytest.mark.parametrize(
    "values",
    [
        (F32,),
        (I32,),
        (F32, F32),
        (F32, I32),
        (I32, F32),
        (I32, I32),
        (F32, F32.astype("float64")),
        (F32, 2.0),
        (F32, 2),
        (F32, True),
        (F32, 2j),
        (I32, 2.0),
        (2.0, F32),
        (F32, None),
        (F32, np.float64(2.0)),
        (F32, F32, I32),
        (),
    ],
    ids=repr,
)
@pytest.mark.parametrize("to_float", [False, True])
def test_what_is_alike_needs_no_cast(values, to_float):
    if are_alike(values):
        assert result_dtype(values, to_float) is None


def test_usual_operands_are_alike():
    assert are_alike((F32,))
    assert are_alike((F32, F32))
    assert are_alike((F32, 2.0))
