import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(117))
Y = rng.integers(0, 4, 7)
P = rng.dirichlet(np.ones(4), 7)
EACH = np.array([y in np.argsort(p)[-2:] for y, p in zip(Y, P)])


def test_mean_over_batches_of_different_sizes():
    metric = metrics.SparseTopKCategoricalAccuracy(k=2)
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.SparseTopKCategoricalAccuracy(k=2)
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_class_numbers_in_place_of_scores():
    best = np.argsort(-P, axis=1)
    metric = metrics.SparseTopKCategoricalAccuracy(k=2, from_sorted_ids=True)
    metric.update_state(Y, best)
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-6)
