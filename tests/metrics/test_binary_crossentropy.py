import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(110))
Y = (rng.random((7, 3)) < 0.5).astype(float)
P = rng.random((7, 3))
EACH = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).mean(axis=1)


def test_mean_over_batches_of_different_sizes():
    metric = metrics.BinaryCrossentropy()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().item(), EACH.mean(), rtol=1e-4)


def test_weighted_mean():
    weights = np.linspace(0, 2, 7)
    metric = metrics.BinaryCrossentropy()
    metric.update_state(Y[:4], P[:4], sample_weight=weights[:4])
    metric.update_state(Y[4:], P[4:], sample_weight=weights[4:])
    wanted = (EACH * weights).sum() / weights.sum()
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_logits_and_smoothing_survive_in_the_config():
    metric = metrics.BinaryCrossentropy(from_logits=True, label_smoothing=0.1)
    twin = metrics.deserialize(metrics.serialize(metric))
    assert (twin.from_logits, twin.label_smoothing) == (True, 0.1)
    metric.update_state(Y, 4 * P)
    twin.update_state(Y, 4 * P)
    assert metric.result().item() == twin.result().item()
