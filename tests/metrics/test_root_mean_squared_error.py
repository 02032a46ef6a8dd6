import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(2))
Y = rng.standard_normal((7, 3))
P = rng.standard_normal((7, 3))


def test_root_of_the_mean_over_batches():
    metric = metrics.RootMeanSquaredError()
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    wanted = np.sqrt(((Y - P) ** 2).mean())
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-5)


def test_weights():
    metric = metrics.RootMeanSquaredError()
    metric.update_state([[0.0], [0.0]], [[3.0], [100.0]], sample_weight=[1.0, 0.0])
    assert metric.result().item() == 3.0
