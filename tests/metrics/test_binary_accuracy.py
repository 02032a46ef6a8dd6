import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(113))
Y = (rng.random((7, 3)) < 0.5).astype(float)
P = rng.random((7, 3))
EACH = ((P > 0.5) == Y).mean(axis=1)


def test_mean_over_batches_of_different_sizes():
    metric = metrics.BinaryAccuracy()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.BinaryAccuracy()
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_threshold_belongs_to_zero():
    metric = metrics.BinaryAccuracy(threshold=0.7)
    metric.update_state([1, 1, 0], [0.71, 0.7, 0.7])
    np.testing.assert_allclose(metric.result().item(), 2 / 3, rtol=1e-6)
    assert metric.get_config()["threshold"] == 0.7
