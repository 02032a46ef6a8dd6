import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(14))
Y = rng.random(30) < 0.4
P = np.round(rng.random(30), 2)


def test_count_over_batches():
    metric = metrics.TruePositives()
    metric.update_state(Y[:20], P[:20])
    metric.update_state(Y[20:], P[20:])
    assert metric.result().item() == ((P > 0.5) & Y).sum()


def test_several_thresholds_and_weights():
    weights = np.linspace(0, 1, 30)
    metric = metrics.TruePositives(thresholds=[0.2, 0.8])
    metric.update_state(Y, P, sample_weight=weights)
    wanted = [(((t < P) & Y) * weights).sum() for t in (0.2, 0.8)]
    np.testing.assert_allclose(metric.result().numpy(), wanted, rtol=1e-5)
