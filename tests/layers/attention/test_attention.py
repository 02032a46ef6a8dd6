"""Attention: products of queries and keys, in blocks and all at once."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError
from cornu.primitives import attention as attentions

RNG = np.random.default_rng(3)
QUERY = RNG.normal(size=(2, 3, 4)).astype("float32")
VALUE = RNG.normal(size=(2, 5, 6)).astype("float32")
KEY = RNG.normal(size=(2, 5, 4)).astype("float32")


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("scaled", [False, True])
def test_blocks_give_what_all_scores_give(causal, scaled):
    layer = layers.Attention(use_scale=scaled)
    inputs = [QUERY, VALUE, KEY]
    mask = [None, RNG.random((2, 5)) < 0.7]
    call = {"mask": mask, "use_causal_mask": causal}
    layer(inputs)
    if scaled:
        layer.set_weights([np.float32(-0.6)])
    found = layer(inputs, **call)
    wanted, scores = layer(inputs, return_attention_scores=True, **call)
    assert scores.shape == (2, 3, 5)
    np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-5, atol=1e-6)


def test_no_full_matrix_of_scores_is_held(monkeypatch):
    seen = []
    monkeypatch.setattr(
        ops,
        "dot_product_attention",
        lambda *args, **kwargs: seen.append(kwargs) or args[0],
    )
    layers.Attention()([KEY, KEY], use_causal_mask=True)
    assert seen[0]["is_causal"]
    assert seen[0]["scale"] == 1.0
    assert attentions.HELD < 1 << 20


def test_more_axes_are_looked_over_one_by_one():
    heads = np.stack([KEY, KEY])
    found = layers.Attention()([heads, heads])
    np.testing.assert_allclose(
        found.numpy()[1], layers.Attention()([KEY, KEY]).numpy(), rtol=1e-5
    )


def test_shares_that_are_dropped_are_scaled_up():
    layer = layers.Attention(dropout=0.5, seed=3)
    _, shares = layer([QUERY, KEY], return_attention_scores=True)
    _, dropped = layer([QUERY, KEY], return_attention_scores=True, training=True)
    ratio = dropped.numpy() / shares.numpy()
    np.testing.assert_allclose(ratio[ratio > 0], 2.0, rtol=1e-5)
    assert 0 < (ratio == 0).sum() < ratio.size


def test_an_unknown_score_mode_is_refused():
    with pytest.raises(ValueError, match=r"score_mode 'dots'.*Did you mean 'dot'"):
        layers.Attention(score_mode="dots")


def test_features_must_agree():
    with pytest.raises(ShapeError, match=r"'attention.*\(2, 3, 4\), \(2, 5, 6\)"):
        layers.Attention()([QUERY, VALUE])
