"""Labels of mixed images; orders of a batch."""

import numpy as np

from cornu import layers, ops
from cornu.layers.preprocessing.image.base_mix_layer import mixed


def test_mixed():
    x = ops.array([[1.0], [3.0]])
    found = mixed(x, ops.array([1, 0]), ops.array([[0.25], [1.0]]))
    assert found.tolist() == [[2.5], [3.0]]


def test_labels_stay_shares_of_one():
    data = {"images": np.zeros((6, 4, 4, 1)), "labels": np.eye(6)}
    for layer in (layers.MixUp(1.0, seed=1), layers.CutMix(seed=1)):
        labels = layer(data)["labels"].numpy()
        np.testing.assert_allclose(labels.sum(1), 1.0, rtol=1e-6)
        assert labels.max() < 1.0 or labels.min() >= 0.0


def test_order_is_a_permutation():
    drawn = layers.MixUp(seed=1).get_random_transformation(np.zeros((50, 2, 2, 1)))
    order = drawn["permutation_order"].numpy()
    assert sorted(order) == list(range(50))
    assert list(order) != list(range(50))
