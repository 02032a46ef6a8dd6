"""Constructors, and configs read off them."""

import pytest

import cornu as keras
from cornu import layers
from cornu.errors import ShapeError
from cornu.layers import constructor


class Own(layers.Layer):
    """Keep nothing of what it is given."""

    def __init__(self, size, *more, scale=2.0, **kwargs):
        super().__init__(**kwargs)

    def build(self, first_shape, second_shape):
        pass


def test_names():
    assert constructor.parameter_names(Own.build) == ("first_shape", "second_shape")
    assert constructor.own_arguments(Own(1)) == ("size", "scale")


def test_what_a_layer_was_made_with():
    found = constructor.captured_arguments(Own(1, 5, name="own"))
    assert found["size"] == 1
    assert found["more"] == (5,)
    assert found["scale"] == 2.0
    assert found["kwargs"] == {"name": "own"}


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ({}, None),
        ({"input_shape": (3, 4)}, (None, 3, 4)),
        ({"input_shape": [3], "batch_size": 5}, (5, 3)),
        ({"input_dim": 3}, (None, 3)),
        ({"input_dim": 3, "input_length": 7}, (None, 7, 3)),
        ({"batch_input_shape": (2, 3)}, (2, 3)),
        ({"batch_shape": [2, 3]}, (2, 3)),
    ],
    ids=str,
)
def test_shape_keywords(given, shape):
    kwargs = {**given, "other": 1}
    assert constructor.pop_input_shape(kwargs, Own(1)) == shape
    assert kwargs == {"other": 1}
    assert all(word in constructor.SHAPE_KEYWORDS for word in given)


def test_a_number_is_no_shape():
    with pytest.raises(ShapeError, match=r"Own: .*write input_shape=\(3,\)"):
        constructor.pop_input_shape({"input_shape": 3}, Own(1))


def test_layers_in_configs_come_back():
    config = keras.layers.TimeDistributed(layers.Dense(2)).get_config()
    plain = {"class_name": "Dense", "units": 1}
    found = constructor.revive([config["layer"], 1])
    assert type(found[0]) is layers.Dense
    assert found[0].units == 2
    assert found[1] == 1
    assert constructor.revive(plain) is plain
