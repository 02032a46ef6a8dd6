import numpy as np
import pytest

from cornu.autodiff import Tensor, Variable
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops import functions
from cornu.symbolic import SymbolicTensor


def test_need_callables():
    functions.need_callables("op", f=len)
    with pytest.raises(ArgumentError, match="op: f must be a function, got 3"):
        functions.need_callables("op", f=3)


def test_structures_keep_none_and_their_kind():
    found = functions.as_tensors({"b": [1, None], "a": (np.ones(2), Variable(1.0))})
    assert found["b"][1] is None
    assert found["b"][0].dtype.name == "int32"
    assert type(found["a"]) is tuple
    assert type(found["a"][1]) is Tensor
    assert len(functions.leaves_of(found)) == 3


def test_text_is_refused_by_name():
    with pytest.raises(DTypeError, match="op: xs must hold arrays"):
        functions.as_tensors(["text"], "op: xs")


def test_check_like():
    def check(a, b):
        functions.check_like("op", a, b, "the first", "the second")

    x, y = SymbolicTensor((None, 2)), SymbolicTensor((3, 2))
    check([x, None], (y, None))
    with pytest.raises(ShapeError, match="op: the second has the structure"):
        check([x], x)
    with pytest.raises(ShapeError, match=r"float32 \(2,\) where the first is"):
        check(x, SymbolicTensor((2,)))
    with pytest.raises(DTypeError, match=r"ops.cast"):
        check(x, SymbolicTensor((3, 2), "int32"))


def test_first_step_lifts_numbers_only():
    calls = []

    def step(state):
        calls.append(state.dtype.name)
        return state * 0.5

    start, after = functions.first_step(1, step)
    assert calls == ["int32", "float32"]
    assert (start.dtype.name, after.item()) == ("float32", 0.5)
    start, _ = functions.first_step(np.array(1), lambda s: s * 0.5)
    assert start.dtype.kind == "i"


def test_joined_lets_numbers_follow():
    left, right = functions.joined(
        "op", ["f", "g"], [[1.0, 2], [SymbolicTensor((), "float16"), 3.5]]
    )
    assert left[0].dtype.name == "float16"
    assert [x.dtype.name for x in (left[1], right[1])] == ["float32", "float32"]


def test_merged_symbols_forget_sizes_that_differ():
    a, b = SymbolicTensor((None, 3)), SymbolicTensor((2, 3))
    assert functions.merged_symbols([a, b]).shape == (None, 3)


def test_outline_reads_well():
    shown = functions.outline([SymbolicTensor((None, 2)), None])
    assert shown == "[float32 (None, 2), None]"
