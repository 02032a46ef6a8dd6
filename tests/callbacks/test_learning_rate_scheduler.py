import pytest

from callbacks.fakes import Model, train
from cornu.callbacks import LearningRateScheduler

EPOCHS = [{"loss": 1.0}] * 3


def test_from_epoch_and_rate(capsys):
    callback = LearningRateScheduler(lambda epoch, lr: lr / 2, verbose=1)
    _, seen = train(callback, EPOCHS)
    # As Keras 3.15 writes it; 0.1 is kept in single precision.
    assert capsys.readouterr().out == (
        "\nEpoch 1: LearningRateScheduler setting learning rate to "
        "0.05000000074505806.\n"
        "\nEpoch 2: LearningRateScheduler setting learning rate to "
        "0.02500000037252903.\n"
        "\nEpoch 3: LearningRateScheduler setting learning rate to "
        "0.012500000186264515.\n"
    )
    assert seen[2] == {"loss": 1.0, "learning_rate": 0.012500000186264515}


def test_from_the_epoch_alone(capsys):
    model, seen = train(LearningRateScheduler(lambda epoch: 0.5**epoch), EPOCHS)
    assert [logs["learning_rate"] for logs in seen] == [1.0, 0.5, 0.25]
    assert float(model.optimizer.learning_rate) == 0.25
    assert capsys.readouterr().out == ""


def test_an_error_inside_the_function_is_not_hidden():
    def broken(epoch, lr):
        return epoch + "a"

    with pytest.raises(TypeError, match="unsupported operand"):
        train(LearningRateScheduler(broken), EPOCHS)


@pytest.mark.parametrize("value", [None, "0.1", True, float("nan"), -0.1, [0.1]])
def test_what_is_no_rate_is_refused(value):
    with pytest.raises(ValueError, match=r"must return a finite number >= 0, got"):
        train(LearningRateScheduler(lambda epoch: value), EPOCHS)


def test_whole_numbers_do():
    model, _ = train(LearningRateScheduler(lambda epoch: 1), EPOCHS)
    assert float(model.optimizer.learning_rate) == 1.0


@pytest.mark.parametrize("wrong", [0.1, "linear", lambda: 0.1, lambda a, b, c: 0.1])
def test_what_is_no_schedule_is_refused(wrong):
    with pytest.raises(TypeError, match=r"schedule must (be a function|take)"):
        LearningRateScheduler(wrong)


def test_an_optimizer_with_a_schedule_of_its_own_is_refused():
    with pytest.raises(TypeError, match="comes from a schedule"):
        train(LearningRateScheduler(lambda epoch: 0.1), EPOCHS, Model(rate=lambda: 0.1))
