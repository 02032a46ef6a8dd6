import numpy as np
import pytest

from cornu import ops
from cornu.errors import (
    ArgumentError,
    CornuError,
    DTypeError,
    OutOfRangeError,
    ShapeError,
)
from cornu.ops.blame import in_words

ONES = np.ones((2, 3))


def told(function, *args, **kwargs):
    with pytest.raises(CornuError) as caught:
        function(*args, **kwargs)
    return caught.value


def test_none_is_named_with_what_was_wanted():
    error = told(ops.sum, None)
    assert isinstance(error, DTypeError)
    assert str(error) == "sum: x is None; it must be array-like."


def test_a_wrong_data_type_is_named():
    assert "'float99'" in str(told(ops.cast, ONES, "float99"))


def test_an_axis_that_is_no_number_is_named():
    error = told(ops.expand_dims, ONES, "rows")
    assert isinstance(error, ShapeError)
    assert "axis='rows'" in str(error)


def test_inner_names_give_way_to_the_op_that_was_called():
    assert str(told(ops.std, ONES, axis=7)).startswith("std: axis 7 is out of range")


def test_shapes_of_all_arguments_are_told():
    text = str(told(ops.add, ONES, np.ones(4)))
    assert "x1=float64 of shape (2, 3)" in text
    assert "x2=float64 of shape (4,)" in text


def test_positions_out_of_range_are_index_errors():
    error = told(ops.take, ONES, [5], axis=0)
    assert isinstance(error, OutOfRangeError)
    assert isinstance(error, IndexError)


def test_calls_that_do_not_fit_the_signature_stay_as_they_are():
    with pytest.raises(TypeError, match="unexpected keyword"):
        ops.sum(ONES, axes=1)


def test_errors_of_a_function_passed_in_stay_as_they_are():
    def op(f, x):
        return f(x)

    raised = KeyError("theirs")
    assert in_words("op", op, (lambda x: x, ONES), {}, raised) is raised


def test_what_no_argument_is_to_blame_for_stays_as_it_is():
    def op(x):
        return x

    for raised in (FloatingPointError("NaN"), MemoryError(), RuntimeWarning("slow")):
        assert in_words("op", op, (ONES,), {}, raised) is raised


def test_foreign_errors_become_ours():
    def op(x, size):
        return x

    error = in_words("op", op, (ONES, 3), {}, ValueError("bad size"))
    assert isinstance(error, ArgumentError)
    assert str(error) == "op: bad size. Got x=float64 of shape (2, 3), size=3."


def test_messages_stay_short():
    error = told(ops.concatenate, [ONES] * 500 + [np.ones(3)])
    assert len(str(error)) <= 1000
