import numpy as np
import pytest

from cornu import metrics

rng = np.random.Generator(np.random.Philox(8))
Y = rng.standard_normal((7, 3))
P = rng.standard_normal((7, 3))


def scores():
    return 1 - ((Y - P) ** 2).sum(axis=0) / ((Y - Y.mean(axis=0)) ** 2).sum(axis=0)


def test_score_of_each_output_over_batches():
    metric = metrics.R2Score(class_aggregation=None)
    metric.update_state(Y[:5], P[:5])
    metric.update_state(Y[5:], P[5:])
    np.testing.assert_allclose(metric.result().numpy(), scores(), rtol=1e-4)


def test_aggregations():
    variance = Y.var(axis=0)
    for name, wanted in (
        ("uniform_average", scores().mean()),
        ("variance_weighted_average", (scores() * variance).sum() / variance.sum()),
    ):
        metric = metrics.R2Score(class_aggregation=name)
        metric.update_state(Y, P)
        np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_weight_zero_leaves_a_sample_out():
    with_all, without = metrics.R2Score(), metrics.R2Score()
    with_all.update_state(Y, P, sample_weight=[1, 1, 1, 1, 1, 1, 0])
    without.update_state(Y[:6], P[:6])
    np.testing.assert_allclose(
        with_all.result().item(), without.result().item(), rtol=1e-5
    )


def test_adjusted_for_the_number_of_inputs():
    metric = metrics.R2Score(num_regressors=2)
    metric.update_state(Y[:, :1], P[:, :1])
    wanted = 1 - (1 - scores()[0]) * 6 / 4
    np.testing.assert_allclose(metric.result().item(), wanted, rtol=1e-4)


def test_perfect_and_constant_predictions():
    metric = metrics.R2Score()
    metric.update_state(Y, Y)
    np.testing.assert_allclose(metric.result().item(), 1.0)
    metric.reset_state()
    metric.update_state(Y, np.broadcast_to(Y.mean(axis=0), Y.shape))
    np.testing.assert_allclose(metric.result().item(), 0.0, atol=1e-5)


def test_flat_predictions_and_unknown_settings_are_refused():
    with pytest.raises(ValueError, match="batch, outputs"):
        metrics.R2Score().update_state(np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="Did you mean 'uniform_average'"):
        metrics.R2Score(class_aggregation="uniform")
