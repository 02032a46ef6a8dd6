import numpy as np
import pytest

from cornu import losses
from cornu.errors import ShapeError

rng = np.random.Generator(np.random.Philox(15))
Y = np.array([0, 2, 1, 1])
P = rng.dirichlet(np.ones(3), 4)


def test_value_of_each_sample():
    loss = losses.SparseCategoricalCrossentropy(reduction="none")
    np.testing.assert_allclose(loss(Y, P).numpy(), -np.log(P[range(4), Y]), rtol=1e-4)


@pytest.mark.parametrize("labels", [Y[:, None], Y.astype("float64"), Y.astype("uint8")])
def test_labels_in_other_shapes_and_types(labels):
    loss = losses.SparseCategoricalCrossentropy()
    np.testing.assert_allclose(loss(labels, P).item(), loss(Y, P).item())


def test_one_hot_targets_give_the_same():
    found = losses.SparseCategoricalCrossentropy(from_logits=True)(Y, 9 * P).item()
    wanted = losses.CategoricalCrossentropy(from_logits=True)(
        np.eye(3)[Y], 9 * P
    ).item()
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_samples_of_the_ignored_class_do_not_count():
    loss = losses.SparseCategoricalCrossentropy(ignore_class=1)
    wanted = losses.SparseCategoricalCrossentropy()(Y[:2], P[:2]).item()
    np.testing.assert_allclose(loss(Y, P).item(), wanted, rtol=1e-6)


def test_one_hot_targets_are_sent_to_the_categorical_loss():
    with pytest.raises(ShapeError, match="categorical_crossentropy"):
        losses.SparseCategoricalCrossentropy()(np.eye(3)[Y], P)
