import numpy as np

from cornu import metrics, ops
from cornu.metrics.mean_metric_wrapper import as_metric


def distance(y_true, y_pred, power=1):
    return ops.mean(ops.abs(y_true - y_pred) ** power, axis=-1)


def test_mean_of_a_function_with_settings():
    metric = metrics.MeanMetricWrapper(distance, name="d", power=3)
    metric.update_state(np.zeros((2, 1)), np.array([[1.0], [2.0]]))
    metric.update_state(np.zeros((1, 1)), np.array([[3.0]]))
    assert metric.result().item() == 12.0


def test_mask_and_weights_multiply():
    metric = metrics.MeanMetricWrapper(distance)
    metric.update_state(
        np.zeros((3, 1)),
        np.array([[1.0], [2.0], [9.0]]),
        sample_weight=[1.0, 3.0, 1.0],
        mask=[True, True, False],
    )
    assert metric.result().item() == 7 / 4


def test_as_metric_takes_names_functions_and_metrics():
    assert as_metric(None) is None
    assert as_metric("mse").name == "mean_squared_error"
    assert as_metric(distance).name == "distance"
    ready = metrics.Mean()
    assert as_metric(ready) is ready


def test_config_of_a_library_function():
    metric = metrics.MeanMetricWrapper(metrics.binary_accuracy, name="b", threshold=0.7)
    config = metric.get_config()
    assert config["name"] == "b"
    assert config["threshold"] == 0.7
