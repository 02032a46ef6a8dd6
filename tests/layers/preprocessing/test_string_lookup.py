"""StringLookup: forms of strings, files, wrong use. Numbers are held to Keras."""

import numpy as np
import pytest

from cornu import Input, Model, layers
from cornu.errors import ArgumentError, DTypeError, ShapeError


@pytest.mark.parametrize(
    "form",
    [["a", "z"], np.array(["a", "z"]), np.array([b"a", b"z"]),
     np.array(["a", "z"], object), np.array(["a", "z"], np.dtypes.StringDType())],
)  # fmt: skip
def test_forms(form):
    assert layers.StringLookup(vocabulary=["a"])(form).tolist() == [1, 0]


def test_file(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("x\né\n", encoding="utf-8")
    for given in (path, str(path)):
        layer = layers.StringLookup(vocabulary=given)
        assert layer.get_vocabulary() == ["[UNK]", "x", "é"]
        assert layer.get_config()["vocabulary"] == str(path)


def test_encoding():
    layer = layers.StringLookup(vocabulary=["é"], encoding="latin-1")
    assert layer([b"\xe9"]).tolist() == [1]
    with pytest.raises(ArgumentError, match="no encoding 'utf-9'"):
        layers.StringLookup(encoding="utf-9")


def test_there_and_back_in_a_model():
    words = ["a", "b"]
    strings = Input((2,), dtype="string")
    numbers = layers.StringLookup(vocabulary=words)(strings)
    back = layers.StringLookup(vocabulary=words, invert=True)(numbers)
    assert (back.dtype, back.shape) == ("string", (None, 2))
    model = Model(strings, back)
    found = model.predict([["a", "z"], ["b", "b"]], verbose=0)
    assert found.tolist() == [["a", "[UNK]"], ["b", "b"]]
    again = model.predict_on_batch(np.array([["b", "a"]]))
    assert again.tolist() == [["b", "a"]]


def test_wrong_use():
    layer = layers.StringLookup(vocabulary=["a"])
    with pytest.raises(DTypeError, match=r"takes strings, got 1 .*IntegerLookup"):
        layer([1, 2])
    with pytest.raises(ShapeError, match="Ragged"):
        layer([["a"], ["b", "c"]])
    with pytest.raises(DTypeError, match="takes strings, got 1"):
        layers.StringLookup(vocabulary=["a", 1])
    with pytest.raises(DTypeError, match="takes integers, got strings"):
        layers.StringLookup(vocabulary=["a"], invert=True)(["a"])
    with pytest.raises(TypeError, match="unknown argument 'vocab'"):
        layers.StringLookup(vocab=["a"])
