import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(108))
Y = np.where(rng.random((7, 3)) < 0.5, -1.0, 1.0)
P = rng.standard_normal((7, 3))
EACH = (np.maximum(1 - Y * P, 0) ** 2).mean(axis=1)


def test_mean_over_batches_of_different_sizes():
    metric = metrics.SquaredHinge()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.SquaredHinge()
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)
