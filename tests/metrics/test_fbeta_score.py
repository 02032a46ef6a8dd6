import numpy as np
import pytest

from cornu import metrics

rng = np.random.Generator(np.random.Philox(60))
Y = np.eye(3)[rng.integers(0, 3, 40)]
P = rng.dirichlet(np.ones(3), 40)


def scores(beta):
    """Return F-beta of each class from counts."""
    chosen = np.eye(3)[P.argmax(axis=1)]
    hits = (chosen * Y).sum(axis=0)
    precision, recall = hits / chosen.sum(axis=0), hits / Y.sum(axis=0)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
def test_score_of_each_class(beta):
    metric = metrics.FBetaScore(beta=beta)
    metric.update_state(Y[:12], P[:12])
    metric.update_state(Y[12:], P[12:])
    np.testing.assert_allclose(metric.result().numpy(), scores(beta), rtol=1e-5)


def test_averages():
    shares = Y.mean(axis=0)
    right = (P.argmax(axis=1) == Y.argmax(axis=1)).mean()
    for average, wanted in (
        ("macro", scores(2.0).mean()),
        ("weighted", (scores(2.0) * shares).sum()),
        ("micro", right),
    ):
        metric = metrics.FBetaScore(average=average, beta=2.0)
        metric.update_state(Y, P)
        np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"average": "macros"}, "Did you mean 'macro'"),
        ({"beta": -1.0}, "beta must be"),
        ({"threshold": 2}, "threshold must be"),
    ],
)
def test_settings_outside_their_range(settings, words):
    with pytest.raises(ValueError, match=words):
        metrics.FBetaScore(**settings)


def test_flat_predictions_are_refused():
    with pytest.raises(ValueError, match="batch, classes"):
        metrics.FBetaScore().update_state(np.ones(3), np.ones(3))
