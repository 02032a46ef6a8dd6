import numpy as np

from cornu import losses, ops
from cornu.losses.loss_function_wrapper import LossFunctionWrapper, as_loss


def cubic(y_true, y_pred, factor=1.0):
    return factor * ops.mean(ops.abs(y_true - y_pred) ** 3, axis=-1)


def test_a_function_gets_weights_and_a_reduction():
    loss = LossFunctionWrapper(cubic, reduction="sum", settings={"factor": 2.0})
    found = loss([[0.0], [0.0]], [[1.0], [2.0]], sample_weight=[1.0, 0.5])
    assert found.item() == 2 * (1 + 0.5 * 8)


def test_targets_are_cast_for_functions_of_the_users():
    def quotient(y_true, y_pred):
        assert y_true.dtype == y_pred.dtype == np.float32
        return y_true / y_pred

    assert (
        LossFunctionWrapper(quotient)(np.array([[1]]), np.array([[2.0]])).item() == 0.5
    )


def test_as_loss_takes_names_functions_classes_and_none():
    assert as_loss(None) is None
    assert as_loss("mse").name == "mean_squared_error"
    assert as_loss(cubic).name == "cubic"
    assert isinstance(as_loss(losses.Huber), losses.Huber)
    ready = losses.Huber()
    assert as_loss(ready) is ready


def test_config_names_the_function():
    loss = LossFunctionWrapper(losses.mean_absolute_error, name="mine")
    twin = LossFunctionWrapper.from_config(loss.get_config())
    assert (twin.fn, twin.name) == (losses.mean_absolute_error, "mine")
