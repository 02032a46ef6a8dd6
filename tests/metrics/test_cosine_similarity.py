import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(118))
Y = rng.standard_normal((7, 3))
P = rng.standard_normal((7, 3))
EACH = np.array([y @ p / np.linalg.norm(y) / np.linalg.norm(p) for y, p in zip(Y, P)])


def test_mean_over_batches_of_different_sizes():
    metric = metrics.CosineSimilarity()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.CosineSimilarity()
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_axis_survives_in_the_config():
    metric = metrics.CosineSimilarity(axis=0)
    twin = metrics.deserialize(metrics.serialize(metric))
    twin.update_state(Y, P)
    columns = [y @ p / np.linalg.norm(y) / np.linalg.norm(p) for y, p in zip(Y.T, P.T)]
    np.testing.assert_allclose(twin.result().item(), np.mean(columns), rtol=1e-5)
