"""Losses and metrics matched with outputs."""

import numpy as np
import pytest

import cornu as keras
from cornu.training.compile import CompiledLoss, CompiledMetrics

T = np.array([[1.0], [2.0], [3.0]], np.float32)
P = np.array([[1.5], [2.0], [1.0]], np.float32)


def tensor(x):
    return keras.ops.convert_to_tensor(x)


def built_loss(loss, y_pred, names=None, **settings):
    made = CompiledLoss(loss, **settings)
    made.build(y_pred, names)
    return made


def built_metrics(y_true, y_pred, names=None, losses=(), **settings):
    made = CompiledMetrics(settings.get("metrics"), settings.get("weighted"))
    made.build(y_true, y_pred, names, list(losses))
    return made


# ---- losses ----


def test_one_output():
    loss = built_loss("mse", tensor(P))
    assert loss.trackers == []
    np.testing.assert_allclose(loss(tensor(T), tensor(P)), ((T - P) ** 2).mean())


def test_weighted_sum_over_outputs():
    y_pred = [tensor(P), tensor(P)]
    loss = built_loss(["mse", "mae"], y_pred, ["p", "q"], loss_weights=[0.5, 2.0])
    found = loss([tensor(T), tensor(T)], y_pred)
    mse, mae = ((T - P) ** 2).mean(), abs(T - P).mean()
    np.testing.assert_allclose(found, 0.5 * mse + 2 * mae, rtol=1e-6)
    assert loss.tracker_names == ["p_loss", "q_loss"]
    # Trackers hold the losses before their weights.
    values = [float(t.result()) for t in loss.trackers]
    np.testing.assert_allclose(values, [mse, mae], rtol=1e-6)


def test_losses_by_name_and_outputs_without():
    y_pred = {"b": tensor(P), "a": tensor(P)}
    loss = built_loss({"b": "mse"}, y_pred)
    assert loss.trackers == []
    found = loss({"b": tensor(T), "a": tensor(T)}, y_pred)
    np.testing.assert_allclose(found, ((T - P) ** 2).mean(), rtol=1e-6)


def test_trackers_of_outputs_without_names_go_by_their_losses():
    def own(y_true, y_pred):
        return y_true - y_pred

    given = ["mse", keras.losses.Huber(), own]
    loss = built_loss(given, [tensor(P)] * 3)
    assert loss.tracker_names == ["mse_loss", "huber_loss_loss", "own_loss"]
    assert built_loss("mse", [tensor(P)] * 2).tracker_names == [
        "mse_loss",
        "mse_loss_1",
    ]


def test_order_of_trackers_is_that_of_the_losses_given():
    y_pred = {"a": tensor(P), "b": tensor(P)}
    by_name = built_loss({"b": "mse", "a": "mse"}, y_pred)
    assert by_name.tracker_names == ["b_loss", "a_loss"]
    assert built_loss("mse", y_pred).tracker_names == ["a_loss", "b_loss"]


def test_sample_weights_by_output():
    y_pred, y = [tensor(P), tensor(P)], [tensor(T), tensor(T)]
    loss = built_loss("mse", y_pred, ["p", "q"])
    w = np.array([1.0, 0.0, 0.5], np.float32)
    found = loss(y, y_pred, {"p": tensor(w), "q": None})
    squares = ((T - P) ** 2)[:, 0]
    np.testing.assert_allclose(found, (squares * w).mean() + squares.mean(), rtol=1e-6)


def test_classes_of_losses_are_instantiated():
    loss = CompiledLoss(keras.losses.MeanSquaredError)
    assert isinstance(loss.losses, keras.losses.MeanSquaredError)


# ---- metrics ----


@pytest.mark.parametrize(
    ("y_true", "y_pred", "kind"),
    [
        (T, P, "BinaryAccuracy"),
        (np.eye(3), np.eye(3), "CategoricalAccuracy"),
        (np.arange(3), np.eye(3), "SparseCategoricalAccuracy"),
        (np.arange(3)[:, None], np.eye(3), "SparseCategoricalAccuracy"),
    ],
)
def test_accuracy_becomes_the_form_that_fits(y_true, y_pred, kind):
    metrics = built_metrics(tensor(y_true), tensor(y_pred), metrics=["accuracy"])
    assert [type(m).__name__ for m in metrics.metrics] == [kind]
    assert metrics.names == ["accuracy"]


def test_names():
    m = keras.metrics

    def own(y_true, y_pred):
        return y_true - y_pred

    given = ["mae", m.MeanSquaredError(name="square"), own, m.MeanAbsoluteError]
    metrics = built_metrics(tensor(T), tensor(P), metrics=given)
    assert metrics.names == ["mae", "square", "own", "mean_absolute_error"]


def test_repeated_names():
    metrics = built_metrics(
        tensor(T), tensor(P), metrics=["mae", "mae"], weighted=["mae", "mse"]
    )
    assert metrics.names == ["mae", "mae_1", "weighted_mae", "mse"]


@pytest.mark.parametrize(
    "given", [[["mae"], ["mae", "mse"]], {"p": "mae", "q": ["mae", "mse"]}]
)
def test_names_of_several_outputs(given):
    y = [tensor(T), tensor(T)]
    metrics = built_metrics(y, y, ["p", "q"], metrics=given, weighted=[["mae"], []])
    assert metrics.names == ["p_mae", "q_mae", "q_mse", "p_weighted_mae"]


def test_sample_weights_reach_only_weighted_metrics():
    metrics = built_metrics(tensor(T), tensor(P), metrics=["mae"], weighted=["mae"])
    w = np.array([1.0, 0.0, 2.0], np.float32)
    metrics.update(tensor(T), tensor(P), tensor(w))
    error = abs(T - P)[:, 0]
    found = [float(m.result()) for m in metrics.metrics]
    np.testing.assert_allclose(found, [error.mean(), (error * w).sum() / w.sum()])


def test_masks_count_in_all_metrics():
    y_pred = tensor(P)
    y_pred._keras_mask = tensor(np.array([True, False, True]))
    metrics = built_metrics(tensor(T), y_pred, metrics=["mae"], weighted=["mae"])
    metrics.update(tensor(T), y_pred, tensor(np.array([1.0, 1.0, 3.0], np.float32)))
    error = abs(T - P)[[0, 2], 0]
    found = [float(m.result()) for m in metrics.metrics]
    np.testing.assert_allclose(found, [error.mean(), (error * [1, 3]).sum() / 4])


def test_outputs_without_targets_are_passed_over():
    y_pred = {"a": tensor(P), "b": tensor(P)}
    metrics = built_metrics(
        {"a": tensor(T)}, y_pred, metrics={"a": ["mae"], "b": ["accuracy"]}
    )
    metrics.update({"a": tensor(T)}, y_pred, None)
    assert float(metrics.metrics[0].result()) > 0
    assert float(metrics.metrics[1].result()) == 0


def test_nothing_to_measure():
    metrics = built_metrics(tensor(T), tensor(P))
    metrics.update(tensor(T), tensor(P), None)
    assert metrics.names == []
