"""When the learning rate falls, and to what: as Keras 3.15 does it."""

import pytest

from callbacks.fakes import Model, train, val_losses
from cornu.callbacks import ReduceLROnPlateau

COURSE = val_losses(1, 0.8, 0.9, 0.85, 0.7, 0.75, 0.74, 0.73, 0.72, 0.71)


def said(capsys):
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    words = " ReduceLROnPlateau reducing learning rate to "
    return [tuple(line.rstrip(".").split(":" + words)) for line in lines]


def test_every_bad_epoch(capsys):
    callback = ReduceLROnPlateau(patience=1, factor=0.5, verbose=1)
    model, _ = train(callback, COURSE)
    assert said(capsys) == [
        ("Epoch 3", "0.05000000074505806"),
        ("Epoch 4", "0.02500000037252903"),
        ("Epoch 6", "0.012500000186264515"),
        ("Epoch 7", "0.0062500000931322575"),
        ("Epoch 8", "0.0031250000465661287"),
        ("Epoch 9", "0.0015625000232830644"),
        ("Epoch 10", "0.0007812500116415322"),
    ]
    assert float(model.optimizer.learning_rate) == 0.0007812500116415322


def test_cooldown_and_least_rate(capsys):
    callback = ReduceLROnPlateau(
        patience=2, cooldown=2, factor=0.5, min_lr=0.02, verbose=1
    )
    _, seen = train(callback, val_losses(*[1] * 10))
    assert said(capsys) == [
        ("Epoch 3", "0.05000000074505806"),
        ("Epoch 6", "0.02500000037252903"),
        ("Epoch 9", "0.02"),
    ]
    high, half, quarter = 0.10000000149011612, 0.05000000074505806, 0.02500000037252903
    rates = [logs["learning_rate"] for logs in seen]
    assert rates[:9] == [high] * 3 + [half] * 3 + [quarter] * 3
    assert rates[9] == 0.019999999552965164


def test_no_patience(capsys):
    callback = ReduceLROnPlateau(patience=0, factor=0.5, min_lr=0.03, verbose=1)
    train(callback, val_losses(*[1] * 5))
    assert said(capsys) == [("Epoch 2", "0.05000000074505806"), ("Epoch 3", "0.03")]


def test_small_gains_do_not_count():
    few = val_losses(1.0, 0.99997, 0.99995, 0.99992)
    model, _ = train(ReduceLROnPlateau(patience=3), few)
    assert float(model.optimizer.learning_rate) < 0.02
    model, _ = train(ReduceLROnPlateau(patience=3, min_delta=0), few)
    assert float(model.optimizer.learning_rate) > 0.09


def test_silent_by_default_and_the_rate_is_logged(capsys):
    _, seen = train(ReduceLROnPlateau(patience=1), COURSE[:1])
    assert list(seen[0]) == ["loss", "val_loss", "learning_rate"]
    assert capsys.readouterr().out == ""


def test_a_missing_metric_changes_nothing():
    with pytest.warns(UserWarning, match=r"val_loss.*not reduced") as got:
        model, seen = train(ReduceLROnPlateau(patience=0), [{"loss": 1.0}] * 3)
    assert len(got) == 1
    assert "available are: loss." in str(got[0].message)
    assert float(model.optimizer.learning_rate) == seen[0]["learning_rate"]


def test_a_second_training_begins_anew():
    callback = ReduceLROnPlateau(patience=2)
    train(callback, val_losses(0.1, 0.2))
    model, _ = train(callback, val_losses(1.0, 1.0))
    assert float(model.optimizer.learning_rate) > 0.09


@pytest.mark.parametrize("factor", [1.0, 2])
def test_factor(factor):
    with pytest.raises(ValueError, match="factor must be < 1"):
        ReduceLROnPlateau(factor=factor)


def test_an_optimizer_with_a_schedule_of_its_own_is_refused():
    with pytest.raises(TypeError, match=r"ReduceLROnPlateau: .* comes from a schedule"):
        train(ReduceLROnPlateau(), COURSE, Model(rate=lambda: 0.1))
