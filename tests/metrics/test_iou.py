import numpy as np
import pytest

from cornu import metrics

rng = np.random.Generator(np.random.Philox(9))
Y = rng.integers(0, 3, (8, 5))
P = rng.integers(0, 3, (8, 5))


def by_class(y, p):
    return np.array([((y == c) & (p == c)).sum() / ((y == c) | (p == c)).sum()
                     for c in range(3)])  # fmt: skip


def test_chosen_classes_over_batches():
    metric = metrics.IoU(num_classes=3, target_class_ids=[0, 2])
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    wanted = by_class(Y, P)[[0, 2]].mean()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-6)


def test_scores_in_place_of_class_numbers():
    one_hot = metrics.IoU(3, [1], sparse_y_true=False, sparse_y_pred=False)
    one_hot.update_state(np.eye(3)[Y], np.eye(3)[P] * 0.7)
    np.testing.assert_allclose(one_hot.result().item(), by_class(Y, P)[1], rtol=1e-6)


def test_targets_of_the_ignored_class_do_not_count():
    metric = metrics.IoU(3, [1, 2], ignore_class=0)
    metric.update_state(Y, P)
    kept = Y != 0
    wanted = by_class(Y[kept], P[kept])[[1, 2]].mean()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-6)


def test_weights_of_samples():
    metric = metrics.IoU(3, [0], dtype="float32")
    metric.update_state(Y, P, sample_weight=[1, 1, 1, 1, 0, 0, 0, 0])
    wanted = by_class(Y[:4], P[:4])[0]
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-6)


def test_target_class_beyond_the_classes_is_refused():
    with pytest.raises(ValueError, match="not below"):
        metrics.IoU(num_classes=2, target_class_ids=[2])
