import inspect

import pytest

from cornu.callbacks import Callback

# What Keras 3 tells its callbacks.
HOOKS = {
    "on_train_begin": ["logs"],
    "on_train_end": ["logs"],
    "on_epoch_begin": ["epoch", "logs"],
    "on_epoch_end": ["epoch", "logs"],
    "on_train_batch_begin": ["batch", "logs"],
    "on_train_batch_end": ["batch", "logs"],
    "on_batch_begin": ["batch", "logs"],
    "on_batch_end": ["batch", "logs"],
    "on_test_begin": ["logs"],
    "on_test_end": ["logs"],
    "on_test_batch_begin": ["batch", "logs"],
    "on_test_batch_end": ["batch", "logs"],
    "on_predict_begin": ["logs"],
    "on_predict_end": ["logs"],
    "on_predict_batch_begin": ["batch", "logs"],
    "on_predict_batch_end": ["batch", "logs"],
}


@pytest.mark.parametrize("hook", HOOKS)
def test_hooks_are_those_of_keras_and_do_nothing(hook):
    parameters = inspect.signature(getattr(Callback(), hook)).parameters
    assert list(parameters) == HOOKS[hook]
    assert parameters["logs"].default is None
    arguments = [0] * (len(parameters) - 1)
    assert getattr(Callback(), hook)(*arguments) is None


def test_there_are_no_other_hooks():
    assert {n for n in dir(Callback) if n.startswith("on_")} == set(HOOKS)


def test_model_and_params_work_without_calling_super():
    class Forgetful(Callback):
        def __init__(self):
            self.count = 0

    callback = Forgetful()
    assert callback.model is None
    assert callback.params is None
    callback.set_model("model")
    callback.set_params({"epochs": 2})
    assert (callback.model, callback.params) == ("model", {"epochs": 2})
    assert Forgetful().model is None


def test_older_batch_hooks_are_called():
    calls = []

    class Old(Callback):
        def on_batch_begin(self, batch, logs=None):
            calls.append(("begin", batch, logs))

        def on_batch_end(self, batch, logs=None):
            calls.append(("end", batch, logs))

    Old().on_train_batch_begin(3, {})
    Old().on_train_batch_end(3, {"loss": 1.0})
    assert calls == [("begin", 3, {}), ("end", 3, {"loss": 1.0})]
