import numpy as np
import pytest

from cornu import Input, ops
from cornu.errors import ShapeError


def weights(scores):
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def test_against_the_formula(rng):
    q, k, v = rng.standard_normal((3, 2, 3, 2, 4))
    wanted = np.empty_like(q)
    for b, h in np.ndindex(2, 2):
        share = weights(q[b, :, h] @ k[b, :, h].T / 2.0)
        wanted[b, :, h] = share @ v[b, :, h]
    np.testing.assert_allclose(ops.dot_product_attention(q, k, v), wanted)
    found = ops.dot_product_attention(q, k, v, flash_attention=False)
    np.testing.assert_allclose(found, wanted)


def test_heads_that_share_keys(rng):
    q = rng.standard_normal((1, 3, 6, 2))
    k, v = rng.standard_normal((2, 1, 5, 2, 2))
    wanted = ops.dot_product_attention(q, k.repeat(3, axis=2), v.repeat(3, axis=2))
    np.testing.assert_allclose(ops.dot_product_attention(q, k, v), wanted)


def test_the_cap_comes_before_bias_and_mask(rng):
    q, k, v = rng.standard_normal((3, 1, 3, 1, 2)) * 3
    bias = rng.standard_normal((3, 3))
    mask = np.tri(3, dtype=bool)
    scores = 2.0 * np.tanh(0.5 * (q[0, :, 0] @ k[0, :, 0].T) / 2.0) + bias
    wanted = weights(np.where(mask, scores, -np.inf)) @ v[0, :, 0]
    found = ops.dot_product_attention(
        q, k, v, bias, mask, scale=0.5, attn_logits_soft_cap=2.0
    )
    np.testing.assert_allclose(found[0, :, 0], wanted)


def test_what_sees_nothing_gets_the_mean(rng):
    q, k, v = rng.standard_normal((3, 1, 3, 1, 2))
    mask = np.array([[True, True, True], [False] * 3, [False, False, True]])
    y = ops.dot_product_attention(q, k, v, mask=mask, is_causal=True)
    np.testing.assert_allclose(y[0, :, 0], [v[0, 0, 0], v[0, :, 0].mean(0), v[0, 2, 0]])
    hidden = ops.dot_product_attention(q, k, v, mask=~np.tri(3, dtype=bool)[::-1])
    assert np.isfinite(hidden).all()


def test_unknown_sizes_pass():
    x = Input((None, 4, 8))
    assert ops.dot_product_attention(x, x, x).shape == (None, None, 4, 8)


def test_misuse():
    x = np.zeros((1, 2, 1, 2))
    with pytest.raises(ShapeError, match=r"query has shape \(2, 1, 2\).*four axes"):
        ops.dot_product_attention(x[0], x, x)
    with pytest.raises(ValueError, match="attn_logits_soft_cap must be positive"):
        ops.dot_product_attention(x, x, x, attn_logits_soft_cap=0.0)
