"""BaseHeads: ways through the blocks and around them, and errors."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import ArgumentError, ShapeError

RNG = np.random.default_rng(8)
X = RNG.normal(size=(2, 3, 4)).astype("float32")
Y = RNG.normal(size=(2, 5, 4)).astype("float32")


def make(**kwargs):
    return layers.MultiHeadAttention(2, 3, **kwargs)


@pytest.mark.parametrize("window", [None, 2])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("rank", [2, 3, 4])
def test_blocks_give_what_all_scores_give(window, causal, rank):
    mask = RNG.random((2, 2, 3, 5)[4 - rank :]) < 0.8
    mask[..., 0] = True  # none is blind
    layer = make(sliding_window=window, value_dim=2)
    call = {"use_causal_mask": causal}
    if window is None:
        call["attention_mask"] = mask
    found = layer(X, Y, **call)
    wanted, _ = layer(X, Y, return_attention_scores=True, **call)
    np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-5, atol=1e-6)


def test_scores_are_blocked_unless_needed(monkeypatch):
    seen = []
    whole = ops.dot_product_attention

    def spy(*args, **kwargs):
        seen.append(kwargs)
        return whole(*args, **kwargs)

    monkeypatch.setattr(ops, "dot_product_attention", spy)
    layer = make(dropout=0.5)
    layer(X, Y, use_causal_mask=True)
    assert seen[0]["is_causal"]
    assert seen[0]["mask"] is None
    layer(X, Y, training=True)
    layer(X, Y, return_attention_scores=True)
    assert len(seen) == 1
    image = RNG.normal(size=(2, 3, 2, 4)).astype("float32")
    make(attention_axes=(1, 2))(image, image)
    assert len(seen) == 2


def test_a_query_mask_by_name_is_heeded():
    mask = np.array([[True, True, False], [True, False, False]])
    _, scores = make()(X, Y, query_mask=mask, return_attention_scores=True)
    rows = scores.numpy().sum((1, 3))
    np.testing.assert_allclose(rows, 2 * mask, rtol=1e-5)


def test_a_mask_of_heads_meets_masks_of_padding():
    per_head = RNG.random((2, 2, 3, 5)) < 0.7
    padding = np.array([[True, True, True], [True, True, False]])
    call = {"query_mask": padding, "return_attention_scores": True}
    _, scores = make()(X, Y, attention_mask=per_head, **call)
    seen = per_head & padding[:, None, :, None]
    np.testing.assert_array_equal(scores.numpy() > 0, seen)


def test_who_sees_nothing_gathers_nothing_if_there_is_dropout():
    mask = np.array([[True, True, False], [True, False, False]])
    layer = make(dropout=0.2)
    found = layer(X, Y, query_mask=mask)
    wanted, _ = layer(X, Y, query_mask=mask, return_attention_scores=True)
    np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-5, atol=1e-6)


def test_masks_travel_through_models():
    ids = keras.Input((None,), dtype="int32")
    x = layers.Embedding(9, 4, mask_zero=True)(ids)
    y = layers.MultiHeadAttention(2, 3)(query=x, value=x)
    model = keras.Model(ids, layers.GlobalAveragePooling1D()(y))
    short, padded = np.array([[1, 2, 3]]), np.array([[1, 2, 3, 0, 0]])
    np.testing.assert_allclose(
        model(short).numpy(), model(padded).numpy(), rtol=1e-5, atol=1e-7
    )


def test_unknown_lengths():
    query, value = keras.Input((None, 4)), keras.Input((None, 6))
    for causal in (False, True):
        found, scores = make(sliding_window=3)(
            query, value, return_attention_scores=True, use_causal_mask=causal
        )
        assert found.shape == (None, None, 4)
        assert scores.shape == (None, 2, None, None)
    image = keras.Input((None, None, 4))
    assert make()(image, image).shape == (None, None, None, 4)


def test_shapes_are_told_by_name_and_by_place():
    shapes = {"query_shape": (2, 3, 4), "value_shape": (2, 5, 6)}
    assert make().compute_output_shape(**shapes) == (2, 3, 4)
    assert make().compute_output_shape((2, 3, 4), (2, 5, 6), (2, 5, 7)) == (2, 3, 4)


def test_every_projection_draws_for_itself():
    layer = make(kernel_initializer="random_normal")
    layer(X, X)
    query, key = layer.query_dense.kernel.numpy(), layer.key_dense.kernel.numpy()
    assert not np.array_equal(query, key)


@pytest.mark.parametrize(
    ("shapes", "key"),
    [
        (((2, 3), (2, 3)), None),
        (((2, 3, 4), (2, 3, 4, 4)), None),
        (((2, 3, 4), (2, 5, 4)), (2, 6, 4)),
    ],
)
def test_shapes_that_do_not_fit_are_refused(shapes, key):
    arrays = [np.ones(s, "float32") for s in shapes]
    more = {} if key is None else {"key": np.ones(key, "float32")}
    with pytest.raises(ShapeError, match="query, value and key must have"):
        make(name="look")(*arrays, **more)


def test_what_does_not_go_together_is_refused():
    with pytest.raises(ArgumentError, match="flash_attention=True holds no shares"):
        make(flash_attention=True, dropout=0.1)
    with pytest.raises(ArgumentError, match="flash_attention=True holds no scores"):
        make(flash_attention=True)(X, Y, return_attention_scores=True)
    with pytest.raises(ValueError, match="sliding_window must be a positive integer"):
        make(sliding_window=0)
    image = np.ones((2, 3, 2, 4), "float32")
    with pytest.raises(ArgumentError, match="one axis to look along, not 2"):
        make()(image, image, use_causal_mask=True)
