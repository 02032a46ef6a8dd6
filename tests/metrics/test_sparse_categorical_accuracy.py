import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(115))
Y = rng.integers(0, 4, 7)
P = rng.dirichlet(np.ones(4), 7)
EACH = (P.argmax(axis=1) == Y) * 1.0


def test_mean_over_batches_of_different_sizes():
    metric = metrics.SparseCategoricalAccuracy()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.SparseCategoricalAccuracy()
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_steps_of_sequences_and_columns():
    labels, scores = Y.reshape(7, 1), P.reshape(7, 1, 4)
    metric = metrics.SparseCategoricalAccuracy()
    metric.update_state(labels, scores)
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-6)
    metric.reset_state()
    metric.update_state(Y[:, None], P)
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-6)


def test_masked_steps_do_not_count():
    mask = np.array([True, False, True, True, False, False, True])
    metric = metrics.SparseCategoricalAccuracy()
    metric.update_state(Y, P, mask=mask)
    np.testing.assert_allclose(metric.result().item(), EACH[mask].mean(), rtol=1e-6)
