import pytest

from callbacks.fakes import Model
from cornu.callbacks import TerminateOnNaN


def after(loss, **settings):
    callback = TerminateOnNaN(**settings)
    callback.set_model(Model())
    callback.on_train_batch_end(4, {} if loss is None else {"loss": loss})
    return callback.model.stop_training


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), float("-inf")])
def test_training_ends(loss, capsys):
    assert after(loss)
    assert capsys.readouterr().out == "Batch 4: Invalid loss, terminating training\n"


@pytest.mark.parametrize("loss", [0.0, -1e30, None])
def test_training_goes_on(loss, capsys):
    assert not after(loss)
    assert capsys.readouterr().out == ""


def test_raising():
    with pytest.raises(RuntimeError, match="The loss is nan at batch 4"):
        after(float("nan"), raise_error=True)
