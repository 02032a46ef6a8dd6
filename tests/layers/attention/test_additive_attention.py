"""AdditiveAttention: sums of queries and keys."""

import numpy as np
import pytest

from cornu import Input, layers
from cornu.errors import ShapeError


def test_the_formula():
    rng = np.random.default_rng(2)
    query, value = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4))
    layer = layers.AdditiveAttention(dtype="float64")
    layer([query, value])
    scale = rng.normal(size=4)
    layer.set_weights([scale])
    scores = (scale * np.tanh(query[:, :, None] + value[:, None])).sum(-1)
    shares = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    np.testing.assert_allclose(layer([query, value]).numpy(), shares @ value)


def test_an_unknown_number_of_features_is_refused():
    query = Input((None, None))
    with pytest.raises(
        ShapeError, match=r"additive_attention.*last axis must be known"
    ):
        layers.AdditiveAttention()([query, query])
    layers.AdditiveAttention(use_scale=False)([query, query])
