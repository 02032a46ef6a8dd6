import numpy as np
import pytest

from cornu import losses
from cornu.errors import ShapeError

rng = np.random.Generator(np.random.Philox(14))
Y = np.eye(3)[[0, 2, 1, 1]]
P = rng.dirichlet(np.ones(3), 4)


def test_value_of_each_sample():
    wanted = -np.log(P[Y == 1])
    found = losses.CategoricalCrossentropy(reduction="none")(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-4)


def test_logits_are_taken_through_the_softmax():
    found = losses.CategoricalCrossentropy(from_logits=True)(Y, np.log(P) + 3).item()
    wanted = losses.CategoricalCrossentropy()(Y, P).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_label_smoothing_spreads_a_share_over_the_classes():
    found = losses.CategoricalCrossentropy(label_smoothing=0.3)(Y, P).item()
    wanted = losses.CategoricalCrossentropy()(0.7 * Y + 0.1, P).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_integer_labels_are_sent_to_the_sparse_loss():
    with pytest.raises(ShapeError, match=r"sparse_categorical.*to_categorical"):
        losses.CategoricalCrossentropy()(np.arange(3), P[:3])
