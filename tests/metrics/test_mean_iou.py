import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(9))
Y = rng.integers(0, 3, (8, 5))
P = rng.integers(0, 3, (8, 5))


def by_class(y, p):
    return np.array([((y == c) & (p == c)).sum() / ((y == c) | (p == c)).sum()
                     for c in range(3)])  # fmt: skip


def test_mean_over_all_classes():
    metric = metrics.MeanIoU(num_classes=3)
    metric.update_state(Y, P)
    np.testing.assert_allclose(metric.result().item(), by_class(Y, P).mean(), rtol=1e-6)


def test_classes_that_never_occur_do_not_count():
    metric = metrics.MeanIoU(num_classes=5)
    metric.update_state(Y, P)
    np.testing.assert_allclose(metric.result().item(), by_class(Y, P).mean(), rtol=1e-6)
