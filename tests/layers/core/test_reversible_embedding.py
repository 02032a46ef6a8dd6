"""ReversibleEmbedding: there and back."""

import numpy as np
import pytest

from cornu import Input, Model, layers, ops
from cornu.layers.context import mask_of


def test_scores_are_products_with_all_rows():
    layer = layers.ReversibleEmbedding(5, 3)
    vectors = layer(ops.array([[1, 2]]))
    scores = layer(vectors, reverse=True).numpy()
    table = layer.embeddings.numpy()
    np.testing.assert_allclose(scores[0], table[[1, 2]] @ table.T, rtol=1e-5)


def test_a_cap_bounds_the_scores():
    layer = layers.ReversibleEmbedding(5, 3, logit_soft_cap=0.5)
    scores = layer(100.0 * np.ones((2, 3), "float32"), reverse=True)
    assert float(ops.max(ops.abs(scores))) <= 0.5


def test_types_of_the_scores():
    layer = layers.ReversibleEmbedding(5, 3, reverse_dtype="float64")
    vectors = layer(ops.array([[1, 2]]))
    assert vectors.dtype == "float32"
    assert layer(vectors, reverse=True).dtype == "float64"


def test_both_directions_train_one_table():
    ids = Input((None,), dtype="int32")
    layer = layers.ReversibleEmbedding(5, 3)
    model = Model(ids, layer(layer(ids), reverse=True))
    assert model.output_shape == (None, None, 5)
    assert len(model.trainable_weights) == 1
    model.compile("sgd", "mse")
    x = np.array([[1, 2], [3, 4]], "int32")
    before = layer.embeddings.numpy()
    model.fit(x, np.ones((2, 2, 5), "float32"), epochs=4, verbose=0)
    assert not np.array_equal(before, layer.embeddings.numpy())


def test_a_mask_travels_both_ways():
    layer = layers.ReversibleEmbedding(5, 3, mask_zero=True)
    vectors = layer(np.array([[1, 0]]))
    scores = layer(vectors, reverse=True)
    for found in (vectors, scores):
        assert mask_of(found).tolist() == [[True, False]]
    assert mask_of(layer(ops.ones((1, 2, 3)), reverse=True)) is None


def test_scores_are_regularized():
    layer = layers.ReversibleEmbedding(5, 3, activity_regularizer="l2")
    layer(ops.ones((2, 3)), reverse=True)
    assert len(layer.losses) == 1


def test_first_weights():
    table = np.arange(15.0).reshape(5, 3).astype("float32")
    layer = layers.ReversibleEmbedding(
        5, 3, tie_weights=False, weights=[table, table.T]
    )
    np.testing.assert_array_equal(layer.reverse_embeddings.numpy(), table.T)
    assert "weights" not in layer.get_config()


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="logit_soft_cap must be a positive"):
        layers.ReversibleEmbedding(5, 3, logit_soft_cap=0.0)
    with pytest.raises(ValueError, match="lora_rank=2 is not part"):
        layers.ReversibleEmbedding(5, 3, lora_rank=2)
