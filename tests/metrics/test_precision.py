import numpy as np
import pytest

from cornu import metrics

rng = np.random.Generator(np.random.Philox(5))
Y = rng.random(30) < 0.4
P = np.round(rng.random(30), 2)


@pytest.mark.parametrize("t", [0.0, 0.3, 0.5])
def test_share_over_batches(t):
    metric = metrics.Precision(thresholds=t)
    metric.update_state(Y[:20], P[:20])
    metric.update_state(Y[20:], P[20:])
    np.testing.assert_allclose(
        metric.result().item(), ((t < P) & Y).sum() / (t < P).sum(), rtol=1e-6
    )


def test_one_share_for_each_threshold():
    metric = metrics.Precision(thresholds=[0.2, 0.6])
    metric.update_state(Y, P)
    wanted = [((t < P) & Y).sum() / (t < P).sum() for t in (0.2, 0.6)]
    np.testing.assert_allclose(metric.result().numpy(), wanted, rtol=1e-6)


def test_nothing_found_is_zero():
    metric = metrics.Precision()
    metric.update_state(np.zeros(3), np.zeros(3))
    assert metric.result().item() == 0.0


def test_one_class_among_the_top_two():
    y = np.eye(4)[rng.integers(0, 4, 12)] > 0
    p = rng.dirichlet(np.ones(4), 12)
    chosen = np.zeros_like(y)
    np.put_along_axis(chosen, np.argsort(p, axis=1)[:, -2:], True, axis=1)
    hits = (chosen & y)[:, 1].sum()
    whole = (chosen)[:, 1].sum()
    metric = metrics.Precision(top_k=2, class_id=1)
    metric.update_state(y, p)
    np.testing.assert_allclose(metric.result().item(), hits / max(whole, 1), rtol=1e-6)


def test_threshold_outside_is_refused():
    with pytest.raises(ValueError, match="lie in"):
        metrics.Precision(thresholds=[0.5, 1.5])
