import pytest

from callbacks.fakes import train
from cornu.callbacks import LambdaCallback


def test_functions_become_hooks():
    calls = []
    callback = LambdaCallback(
        on_train_begin=lambda logs: calls.append("begin"),
        on_epoch_end=lambda epoch, logs: calls.append((epoch, logs["loss"])),
        on_train_batch_end=lambda batch, logs: calls.append(batch),
        on_train_end=None,
    )
    train(callback, [{"loss": 2.0}, {"loss": 1.0}])
    assert calls == ["begin", 0, (0, 2.0), 0, (1, 1.0)]


def test_any_hook_can_be_named():
    calls = []
    callback = LambdaCallback(on_predict_begin=calls.append)
    callback.on_predict_begin({"a": 1})
    assert calls == [{"a": 1}]


def test_an_unknown_hook_is_refused_with_the_nearest():
    with pytest.raises(
        TypeError, match=r"'on_epoch_ends'.*Did you mean 'on_epoch_end'"
    ):
        LambdaCallback(on_epoch_ends=print)


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match="on_epoch_end must be a function, got 3"):
        LambdaCallback(on_epoch_end=3)
