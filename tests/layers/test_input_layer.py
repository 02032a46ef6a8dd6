"""Input makes symbols; shapes that make no sense are refused."""

import pytest

from cornu.errors import ShapeError
from cornu.layers import Input, InputLayer


def test_symbols_have_the_shape_type_and_name():
    x = Input((28, None, 1), dtype="uint8", name="image")
    assert (x.shape, x.dtype, x.name) == ((None, 28, None, 1), "uint8", "image")
    assert Input((3,), batch_size=5).shape == (5, 3)
    assert Input(batch_shape=(2, 3)).shape == (2, 3)
    assert Input(()).shape == (None,)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"shape": 8}, r"shape=\(8,\)"),
        ({}, "either"),
        ({"shape": (1,), "batch_shape": (1, 1)}, "either"),
        ({"shape": (-1,)}, "non-negative"),
        ({"shape": ("a",)}, "non-negative"),
        ({"shape": (2.5,)}, "non-negative"),
    ],
)
def test_wrong_shapes_are_refused(arguments, words):
    with pytest.raises(ShapeError, match=words):
        Input(**arguments)


def test_sparse_inputs_are_refused_in_words():
    with pytest.raises(ValueError, match="dense"):
        Input((3,), sparse=True)


def test_config_round_trip():
    layer = InputLayer((3,), dtype="int32", name="ids")
    config = layer.get_config()
    assert config["batch_shape"] == (None, 3)
    twin = InputLayer.from_config(config)
    assert twin.get_config() == config


def test_strings():
    text = Input((1,), dtype="string")
    layer = text._history[0].operation
    assert layer.get_config()["dtype"] == text.dtype == "string"
    assert InputLayer.from_config(layer.get_config())._symbol.dtype == "string"
