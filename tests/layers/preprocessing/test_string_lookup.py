"""StringLookup: forms of strings, files, wrong use. Numbers are held to Keras."""

import numpy as np
import pytest

from cornu import Input, Model, layers
from cornu.errors import ArgumentError, DTypeError, SafetyError, ShapeError
from cornu.saving import deserialize_keras_object, serialize_keras_object


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
        # Not the path: a config is complete in itself.
        assert layer.get_config()["vocabulary"] == ["x", "é"]


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


@pytest.mark.parametrize("kind", ["StringLookup", "IntegerLookup", "TextVectorization"])
def test_no_config_has_a_file_read(kind, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("1\n2\n", encoding="utf-8")
    layer = getattr(layers, kind)(vocabulary=["1", "2"] if kind[0] != "I" else [1, 2])
    described = serialize_keras_object(layer)
    described["config"]["vocabulary"] = str(path)
    words = f"{kind}.*secret.txt.*not opened.*safe_mode=False"
    with pytest.raises(SafetyError, match=words):
        deserialize_keras_object(described)
    with pytest.raises(SafetyError, match=words):
        layers.deserialize(described)
    with pytest.raises(SafetyError, match=words):
        type(layer).from_config(described["config"])
    again = deserialize_keras_object(described, safe_mode=False)
    assert again.get_vocabulary() == layer.get_vocabulary()
