"""Identity."""

import numpy as np

from cornu import layers


def test_returns_what_it_gets():
    x = np.array([[1, 2], [3, 4]], "int32")
    answer = layers.Identity()(x)
    assert answer.dtype == "int32"
    assert answer.numpy().tolist() == x.tolist()


def test_has_no_weights():
    layer = layers.Identity()
    layer(np.ones(3))
    assert layer.weights == []
