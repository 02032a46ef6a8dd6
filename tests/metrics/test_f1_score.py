import numpy as np

from cornu import metrics

rng = np.random.Generator(np.random.Philox(7))
Y = np.eye(3)[rng.integers(0, 3, 20)]
P = rng.dirichlet(np.ones(3), 20)


def scores(beta):
    """Return F-beta of each class from counts."""
    chosen = np.eye(3)[P.argmax(axis=1)]
    hits = (chosen * Y).sum(axis=0)
    precision, recall = hits / chosen.sum(axis=0), hits / Y.sum(axis=0)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def test_score_of_each_class():
    metric = metrics.F1Score()
    metric.update_state(Y, P)
    np.testing.assert_allclose(metric.result().numpy(), scores(1.0), rtol=1e-5)


def test_config_has_no_beta():
    assert metrics.F1Score(threshold=0.3).get_config() == {
        "name": "f1_score",
        "dtype": "float32",
        "average": None,
        "threshold": 0.3,
    }
