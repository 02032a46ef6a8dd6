"""GroupQueryAttention: sharing of keys, and its name."""

import numpy as np
import pytest

from cornu import layers
from cornu.utils.naming import reset_names

RNG = np.random.default_rng(7)
X = RNG.normal(size=(2, 3, 4)).astype("float32")


def test_as_many_heads_of_keys_make_it_multi_head_attention():
    grouped = layers.GroupQueryAttention(3, 2, 2)
    plain = layers.MultiHeadAttention(2, 3)
    grouped(X, X)
    plain(X, X)
    plain.set_weights(grouped.get_weights())
    for call in ({}, {"use_causal_mask": True}):
        a, b = grouped(X, X, **call), plain(X, X, **call)
        np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_shared_keys_are_repeated_keys():
    shared, plain = layers.GroupQueryAttention(3, 4, 2), layers.MultiHeadAttention(4, 3)
    shared(X, X)
    plain(X, X)
    values = [
        np.repeat(v, 2, axis=-2) if "key" in w.path or "value" in w.path else v
        for w, v in zip(shared.weights, shared.get_weights())
    ]
    plain.set_weights(values)
    np.testing.assert_allclose(shared(X, X).numpy(), plain(X, X).numpy(), rtol=2e-5)


def test_its_name_is_that_of_keras():
    reset_names()
    names = [layers.GroupQueryAttention(3, 4, 2).name for _ in range(2)]
    assert names == ["grouped_query_attention", "grouped_query_attention_1"]
    assert layers.GroupQueryAttention(3, 4, 2, name="own").name == "own"


def test_heads_must_divide():
    with pytest.raises(ValueError, match="num_query_heads=3 must be a multiple"):
        layers.GroupQueryAttention(3, 3, 2)


def test_outputs_are_regularized_too():
    layer = layers.GroupQueryAttention(3, 4, 2, activity_regularizer="l2")
    layer(X, X)
    assert len(layer.losses) == 5
