"""Inputs of a functional model, by position and by name."""

import numpy as np
import pytest

import cornu as keras
from cornu.autodiff import Tensor
from cornu.errors import DTypeError, ShapeError
from cornu.symbolic import Function
from cornu.symbolic.matching import match_inputs


def who():
    return "the model"


def function_of(*symbols, structure=None):
    total = symbols[0]
    for symbol in symbols[1:]:
        total = total + symbol
    inputs = structure or (symbols[0] if len(symbols) == 1 else list(symbols))
    return Function(inputs, total)


A = keras.Input((3,), name="a")
B = keras.Input((3,), name="b")
X, Y = Tensor(np.ones((2, 3), "float32")), Tensor(np.zeros((2, 3), "float32"))


def test_by_position():
    (found,) = match_inputs(function_of(A), X, who)
    assert found is X
    for inputs in ([X, Y], (X, Y), [[X], Y]):
        first, second = match_inputs(function_of(A, B), inputs, who)
        assert first is X
        assert second is Y


@pytest.mark.parametrize("structure", [None, {"b": B, "a": A}], ids=["list", "dict"])
def test_by_name(structure):
    function = function_of(A, B, structure=structure)
    found = match_inputs(function, {"more": Y, "b": Y, "a": X}, who)
    expected = {id(A): X, id(B): Y}
    for symbol, value in zip(function.inputs, found):
        assert value is expected[id(symbol)]
    with pytest.raises(ValueError, match=r"the model: no value for input 'b'.*'bb'"):
        match_inputs(function, {"a": X, "bb": Y}, who)


def test_number_of_inputs():
    with pytest.raises(ShapeError, match=r"the model expects 2 .*'a', 'b'.*got 1"):
        match_inputs(function_of(A, B), X, who)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((2, 4), "All axes but the batch must agree"),
        ((2, 3, 2), r"got \(2, 3, 2\)\.$"),
    ],
)
def test_shapes_that_do_not_fit(shape, words):
    value = Tensor(np.zeros(shape, "float32"))
    with pytest.raises(ShapeError, match=words):
        match_inputs(function_of(A), value, who)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((2, 4, 4), r"last axis: x\[\.\.\., None\] \(size 3\)"),
        ((4, 5, 3), r"batch axis: x\[None\]"),
    ],
)
def test_missing_axes(shape, words):
    image = keras.Input((4, 4, 3))
    with pytest.raises(ShapeError, match=words):
        match_inputs(function_of(image), Tensor(np.zeros(shape, "float32")), who)


@pytest.mark.parametrize(
    ("wanted", "given", "shape"),
    [((1,), (5,), (5, 1)), ((), (5, 1), (5,)), ((None, 1), (5, 2), (5, 2, 1))],
)
def test_a_last_axis_of_one_comes_and_goes(wanted, given, shape):
    values = np.arange(np.prod(given), dtype="float32")
    symbol = keras.Input(wanted)
    (found,) = match_inputs(function_of(symbol), Tensor(values.reshape(given)), who)
    assert found.shape == shape
    assert found.numpy().ravel().tolist() == values.tolist()


def test_floats_become_integers_where_these_are_wanted():
    symbol = keras.Input((3,), dtype="int32")
    (found,) = match_inputs(function_of(symbol), X, who)
    assert str(found.dtype) == "int32"


def test_none_for_an_optional_input():
    maybe = keras.Input((3,), optional=True)
    assert match_inputs(Function(maybe, maybe), None, who) == [None]


def test_strings_and_numbers():
    text = keras.Input((2,), dtype="string", name="text")
    function = Function(text, keras.layers.StringLookup(vocabulary=["a"])(text))
    strings = np.array([["a", "b"]])
    assert match_inputs(function, strings, who)[0] is strings
    with pytest.raises(DTypeError, match="'text' takes strings, got numbers"):
        match_inputs(function, Tensor(np.ones((1, 2))), who)
    with pytest.raises(DTypeError, match=r"'a' takes numbers, got strings .*Input"):
        match_inputs(function_of(A), np.array([["a", "b", "c"]]), who)
