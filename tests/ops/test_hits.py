import numpy as np
import pytest

from cornu.errors import ShapeError
from cornu.ops import hits

rng = np.random.Generator(np.random.Philox(12))
LABELS = rng.integers(0, 6, (5, 3))
SCORES = rng.standard_normal((5, 3, 6))


def ranks():
    """Return how many classes score higher than the target."""
    own = np.take_along_axis(SCORES, LABELS[..., None], axis=-1)
    return (own < SCORES).sum(axis=-1)


def test_sparse_and_one_hot_targets_agree_with_ranks():
    one_hot = np.eye(6)[LABELS]
    best = (ranks() == 0).astype(float)
    np.testing.assert_array_equal(
        hits.sparse_categorical_accuracy(LABELS, SCORES).numpy(), best
    )
    np.testing.assert_array_equal(
        hits.categorical_accuracy(one_hot, SCORES).numpy(), best
    )


@pytest.mark.parametrize("k", [1, 2, 4, 6, 9])
def test_top_k(k):
    wanted = (ranks() < k).astype(float)
    np.testing.assert_array_equal(
        hits.sparse_top_k_categorical_accuracy(LABELS, SCORES, k=k).numpy(), wanted
    )
    np.testing.assert_array_equal(
        hits.top_k_categorical_accuracy(np.eye(6)[LABELS], SCORES, k=k).numpy(), wanted
    )


def test_sorted_class_numbers():
    order = np.argsort(-SCORES, axis=-1)
    found = hits.sparse_top_k_categorical_accuracy(
        LABELS, order, k=2, from_sorted_ids=True
    )
    np.testing.assert_array_equal(found.numpy(), ranks() < 2)


def test_binary_answers_of_flat_arrays_count_one_by_one():
    found = hits.binary_accuracy([1, 0, 1], [0.9, 0.9, 0.5])
    np.testing.assert_array_equal(found.numpy(), [1, 0, 0])


def test_accuracy():
    np.testing.assert_array_equal(hits.accuracy([1, 2], [[1], [3]]).numpy(), [[1], [0]])


def test_shapes_that_do_not_fit():
    with pytest.raises(ShapeError, match="sparse_categorical_accuracy"):
        hits.sparse_categorical_accuracy(LABELS[:4], SCORES)
