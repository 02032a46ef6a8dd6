"""What the two lookups share: states, files, sizes. Numbers are held to Keras."""

import copy
import pickle

import numpy as np
import pytest

from cornu import Input, Model, layers
from cornu.errors import ArgumentError, NotBuiltError, ShapeError

WORDS = [["a", "b", "b"], ["c", "b", "a"]]


def learned(**kwargs):
    layer = layers.StringLookup(**kwargs)
    layer.adapt(WORDS)
    return layer


def test_states_by_hand():
    layer = layers.StringLookup()
    layer.update_state(["a", "b"])
    layer.update_state(["b"])
    layer.finalize_state()
    assert layer.get_vocabulary() == ["[UNK]", "b", "a"]
    layer.reset_state()
    assert layer.get_vocabulary() == ["[UNK]"]


def test_size_must_be_known_for_vectors():
    strings = Input((3,), dtype="string")
    layer = layers.StringLookup(output_mode="count")
    with pytest.raises(NotBuiltError, match="the vocabulary must be there first"):
        layer(strings)
    layer.adapt(WORDS)
    assert layer(strings).shape == (None, 4)
    padded = layers.StringLookup(
        output_mode="count", max_tokens=9, pad_to_max_tokens=True
    )
    assert padded(strings).shape == (None, 9)


def test_learning_after_the_model_was_made():
    strings = Input((1,), dtype="string")
    layer = layers.StringLookup()
    model = Model(strings, layer(strings))
    layer.adapt(WORDS)
    assert model.predict(np.array(["b", "?"]), verbose=0).tolist() == [[1], [0]]


@pytest.mark.parametrize("kwargs", [{}, {"output_mode": "tf_idf"}])
def test_assets(tmp_path, kwargs):
    layer, other = learned(**kwargs), layers.StringLookup(**kwargs)
    store = {}
    layer.save_own_variables(store)
    layer.save_assets(tmp_path)
    other.load_own_variables(store)
    other.load_assets(tmp_path)
    assert other.get_vocabulary() == layer.get_vocabulary()
    np.testing.assert_allclose(other(WORDS).numpy(), layer(WORDS).numpy(), rtol=1e-6)


def test_assets_of_integers(tmp_path):
    layer = layers.IntegerLookup(mask_token=0)
    layer.adapt([5, 7, 7])
    layer.save_assets(tmp_path)
    assert (tmp_path / "vocabulary.txt").read_text() == "0\n-1\n7\n5"
    other = layers.IntegerLookup(mask_token=0)
    other.load_assets(tmp_path)
    assert other.get_vocabulary() == [0, -1, 7, 5]


def test_given_vocabularies_are_in_the_config_and_need_no_assets(tmp_path):
    layer = layers.StringLookup(vocabulary=("a", "b"))
    layer.save_assets(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert layer.get_config()["vocabulary"] == ["a", "b"]


def test_weights_of_documents_survive_a_file(tmp_path):
    def make():
        layer = learned(output_mode="tf_idf", name="lookup")
        strings = Input((3,), dtype="string")
        return Model(strings, layer(strings))

    model, other = make(), make()
    other.layers[1].adapt([["b", "b", "b"], ["a", "c", "c"]])
    model.save_weights(tmp_path / "a.weights.h5")
    other.load_weights(tmp_path / "a.weights.h5")
    wanted = model.layers[1].idf_weights.numpy()
    np.testing.assert_array_equal(other.layers[1].idf_weights.numpy(), wanted)


def test_weights_of_another_vocabulary():
    layer = learned(output_mode="tf_idf")
    with pytest.raises(ShapeError, match="has 4 tokens, the file has weights for 2"):
        layer.load_own_variables({"idf_weights": np.ones(2)})


def test_a_config_remembers_the_size():
    config = learned(output_mode="count").get_config()
    twin = layers.StringLookup.from_config(config)
    assert twin(Input((3,), dtype="string")).shape == (None, 4)
    assert twin.get_config() == config
    with pytest.raises(NotBuiltError, match="no vocabulary yet"):
        twin(WORDS)


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies(copied):
    layer = learned()
    assert copied(layer)(WORDS).tolist() == layer(WORDS).tolist()


def test_set_vocabulary_replaces():
    layer = learned()
    layer.set_vocabulary(["x", "y"])
    assert layer(["y", "a"]).tolist() == [2, 0]
    with pytest.raises(ArgumentError, match="nothing to learn"):
        layer.adapt(WORDS)


def test_a_vocabulary_too_long_leaves_the_old_one():
    layer = layers.StringLookup(max_tokens=3, vocabulary=["a", "b"])
    with pytest.raises(ArgumentError, match="more than max_tokens=3"):
        layer.set_vocabulary(["c", "d", "e"])
    assert layer.get_vocabulary(include_special_tokens=False) == ["a", "b"]


def test_nothing_to_learn_from():
    layer = layers.StringLookup(mask_token="")
    with pytest.raises(ArgumentError, match="vocabulary is empty"):
        layer.adapt(["", ""])
