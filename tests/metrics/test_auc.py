import numpy as np
import pytest

from cornu import metrics

rng = np.random.Generator(np.random.Philox(4))
Y = rng.random(200) < 0.4
P = np.clip(0.3 * Y + 0.8 * rng.random(200), 0, 1)


def pairs_in_order():
    """Return the share of pairs of one positive and one negative in the right order."""
    above, below = P[Y][:, None], P[~Y][None]
    return (above > below).mean() + 0.5 * (above == below).mean()


def test_roc_area_is_the_share_of_pairs_in_order():
    metric = metrics.AUC(num_thresholds=5000)
    metric.update_state(Y[:150], P[:150])
    metric.update_state(Y[150:], P[150:])
    np.testing.assert_allclose(metric.result().item(), pairs_in_order(), atol=2e-3)


def test_own_thresholds_equal_even_ones():
    even, own = (
        metrics.AUC(num_thresholds=6),
        metrics.AUC(thresholds=[0.2, 0.4, 0.6, 0.8]),
    )
    for metric in (even, own):
        metric.update_state(Y, P)
    np.testing.assert_allclose(even.result().item(), own.result().item(), rtol=1e-6)


def test_minoring_and_majoring_bound_interpolation():
    found = []
    for method in ("minoring", "interpolation", "majoring"):
        metric = metrics.AUC(num_thresholds=9, summation_method=method)
        metric.update_state(Y, P)
        found.append(metric.result().item())
    assert found == sorted(found)


def test_labels_are_averaged():
    y, p = Y.reshape(50, 4), P.reshape(50, 4)
    single = []
    for i in range(4):
        metric = metrics.AUC()
        metric.update_state(y[:, i], p[:, i])
        single.append(metric.result().item())
    metric = metrics.AUC(multi_label=True, label_weights=[1.0, 0.0, 2.0, 1.0])
    metric.update_state(y, p)
    wanted = (single[0] + 2 * single[2] + single[3]) / 4
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-5)


def test_logits():
    plain, logits = metrics.AUC(), metrics.AUC(from_logits=True)
    p = np.clip(P, 0.01, 0.99)
    plain.update_state(Y, p)
    logits.update_state(Y, np.log(p / (1 - p)))
    np.testing.assert_allclose(logits.result().item(), plain.result().item(), atol=1e-3)


def test_perfect_answers_under_both_curves():
    for curve in ("ROC", "PR"):
        metric = metrics.AUC(curve=curve)
        metric.update_state(Y, Y * 0.8 + 0.1)
        np.testing.assert_allclose(metric.result().item(), 1.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"curve": "roc"}, "Did you mean 'ROC'"),
        ({"summation_method": "minor"}, "Did you mean 'minoring'"),
        ({"num_thresholds": 1}, "must be > 1"),
        ({"num_labels": 2}, "multi_label"),
    ],
)
def test_settings_outside_their_range(settings, words):
    with pytest.raises(ValueError, match=words):
        metrics.AUC(**settings)


def test_config_round_trip():
    metric = metrics.AUC(thresholds=[0.5], multi_label=True, num_labels=2)
    twin = metrics.AUC.from_config(metric.get_config())
    assert twin.get_config() == metric.get_config()
    assert twin.num_thresholds == 3
