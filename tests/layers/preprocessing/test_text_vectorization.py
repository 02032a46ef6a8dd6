"""TextVectorization: own functions, forms of data, files, wrong use."""

import numpy as np
import pytest

from cornu import Input, Sequential, layers, utils
from cornu.errors import ArgumentError, DTypeError, NotBuiltError, ShapeError

TEXTS = ["The cat sat.", "a cat, a dog"]


class Batches(utils.PyDataset):
    def __len__(self):
        return len(TEXTS)

    def __getitem__(self, index):
        return np.array([TEXTS[index]])


@pytest.mark.parametrize(
    "data",
    [TEXTS, np.array(TEXTS), np.array(TEXTS, object), [[t] for t in TEXTS],
     [t.encode() for t in TEXTS], ([t] for t in TEXTS), Batches(),
     map(np.array, [TEXTS[:1], TEXTS[1:]])],
    ids=["list", "array", "objects", "column", "bytes", "generator", "data set", "map"],
)  # fmt: skip
def test_forms_of_data(data):
    layer = layers.TextVectorization()
    layer.adapt(data)
    assert layer.get_vocabulary() == ["", "[UNK]", "cat", "a", "the", "sat", "dog"]


def shout(texts):
    return np.strings.upper(texts)


def test_own_functions():
    layer = layers.TextVectorization(
        standardize=shout, split=lambda texts: [t.split(" ") for t in texts]
    )
    layer.adapt(TEXTS)
    assert "CAT" in layer.get_vocabulary()
    assert layer(["A CAT, ?"]).shape == (1, 3)


def test_own_functions_come_back_from_a_config():
    config = layers.TextVectorization(standardize=shout).get_config()
    with utils.CustomObjectScope({"shout": shout}):
        assert layers.TextVectorization.from_config(config).standardize is shout


def test_cut_and_filled_up():
    layer = layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=3)
    assert layer(["a b a b", "b", ""]).tolist() == [[2, 3, 2], [3, 0, 0], [0, 0, 0]]


def test_symbols():
    text = Input((1,), dtype="string")
    layer = layers.TextVectorization(output_sequence_length=5)
    assert layer(text).shape == (None, 5)
    assert layers.TextVectorization()(Input((), dtype="string")).shape == (None, None)
    counts = layers.TextVectorization(vocabulary=["a"], output_mode="count")
    assert counts(text).shape == (None, 2)


def test_before_training_in_a_map():
    layer = layers.TextVectorization(output_sequence_length=2)
    layer.adapt(TEXTS)
    pairs = ((["a cat"], [1]), (["the dog"], [0]))
    found = [(layer(x).tolist(), y) for x, y in pairs]
    assert found == [([[3, 2]], [1]), ([[4, 6]], [0])]


def test_batch_of_several_lengths_in_predict():
    layer = layers.TextVectorization()
    layer.adapt(TEXTS)
    model = Sequential([layer, layers.Embedding(9, 2), layers.GlobalMaxPooling1D()])
    assert model.predict(TEXTS * 3, batch_size=2, verbose=0).shape == (6, 2)


def test_assets(tmp_path):
    layer, other = (layers.TextVectorization(split="character") for _ in range(2))
    layer.adapt(["a\nb"])
    layer.save_assets(tmp_path)
    other.load_assets(tmp_path)
    assert other.get_vocabulary() == layer.get_vocabulary()
    assert "\n" in other.get_vocabulary()


def test_wrong_use():
    layer = layers.TextVectorization(vocabulary=["a"])
    with pytest.raises(ShapeError, match="one text a row"):
        layer([["a", "b"]])
    with pytest.raises(DTypeError, match="takes strings, got 1"):
        layer([1])
    with pytest.raises(ShapeError, match="Ragged"):
        layer([["a"], ["a", "b"]])
    with pytest.raises(NotBuiltError, match="no vocabulary yet"):
        layers.TextVectorization()(["a"])
    with pytest.raises(ArgumentError, match="ragged tensors are not part"):
        layers.TextVectorization(ragged=True)
    with pytest.raises(ValueError, match="sparse"):
        layers.TextVectorization(sparse=True)
    with pytest.raises(ValueError, match="unknown split 'whitspace'"):
        layers.TextVectorization(split="whitspace")
    for sizes in (0, -1, "2", (), (1, "2")):
        with pytest.raises(ArgumentError, match="ngrams must be a positive integer"):
            layers.TextVectorization(ngrams=sizes)
