"""Operations are listed by their longest way to an output."""

import cornu as keras
from cornu.symbolic import Function, by_depth


def _names(inputs, outputs):
    function = Function(inputs, outputs)
    return [
        getattr(x, "name", None) or x.operation.name
        for x in by_depth(function.outputs, function.nodes)
    ]


def test_a_late_input_is_listed_beside_its_user():
    layers = keras.layers
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    x = layers.Dense(5, name="early")(a)
    y = layers.Concatenate(name="join")([x, b])
    assert _names([a, b], layers.Dense(1, name="out")(y)) == [
        "a",
        "early",
        "b",
        "join",
        "out",
    ]


def test_a_shared_layer_stands_once_at_its_farthest_call():
    layers = keras.layers
    x = keras.Input((4,), name="x")
    twice = layers.Dense(4, name="twice")
    middle = layers.ReLU(name="middle")
    assert _names(x, twice(middle(twice(x)))) == ["x", "twice", "middle"]


def test_every_raw_operation_stands_for_itself():
    x = keras.Input((4,), name="x")
    assert _names(x, (x * 2) * 3) == ["x", "multiply", "multiply"]
