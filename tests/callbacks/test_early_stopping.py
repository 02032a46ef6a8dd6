"""Which epoch ends training, and which weights remain: as Keras 3.15 does it."""

import pytest

from callbacks.fakes import train, val_losses
from cornu.callbacks import EarlyStopping

COURSE = val_losses(1, 0.8, 0.9, 0.85, 0.7, 0.75, 0.74, 0.73, 0.72, 0.71)


@pytest.mark.parametrize(
    ("settings", "epochs"),
    [
        ({"patience": 2}, 4),
        ({"patience": 3}, 8),
        ({"patience": 0}, 3),
        ({"patience": 20}, 10),
        ({"patience": 1, "min_delta": 0.25}, 2),
        ({"patience": 2, "baseline": 0.5}, 3),
        ({"patience": 2, "baseline": 0.75}, 3),
        ({"patience": 4, "baseline": 0.75}, 4),
        ({"patience": 4}, 9),
        ({"patience": 0, "start_from_epoch": 4}, 6),
        ({"patience": 0, "mode": "max"}, 2),
    ],
)
def test_epochs_until_the_end(settings, epochs):
    _, seen = train(EarlyStopping(**settings), COURSE)
    assert len(seen) == epochs


def test_what_it_says(capsys):
    callback = EarlyStopping(patience=2, verbose=1, restore_best_weights=True)
    model, _ = train(callback, COURSE)
    assert capsys.readouterr().out == (
        "Epoch 4: early stopping\n"
        "Restoring model weights from the end of the best epoch: 2.\n"
    )
    assert model.weight == 1
    assert (callback.stopped_epoch, callback.best, callback.best_epoch) == (3, 0.8, 1)


def test_weights_are_restored_though_training_was_not_ended(capsys):
    callback = EarlyStopping(patience=20, verbose=1, restore_best_weights=True)
    model, _ = train(callback, COURSE[:3])
    assert model.weight == 1
    assert "early stopping" not in capsys.readouterr().out


def test_weights_stay_if_not_asked_for():
    model, seen = train(EarlyStopping(patience=2), COURSE)
    assert model.weight == len(seen) - 1


def test_best_weights_count_even_below_the_baseline():
    callback = EarlyStopping(patience=2, baseline=0.5, restore_best_weights=True)
    model, _ = train(callback, COURSE)
    assert model.weight == 1


def test_silent_by_default(capsys):
    train(EarlyStopping(restore_best_weights=True), COURSE)
    assert capsys.readouterr().out == ""


def test_a_second_training_begins_anew():
    callback = EarlyStopping(patience=2, restore_best_weights=True)
    train(callback, val_losses(0.1, 0.2, 0.3))
    model, seen = train(callback, COURSE)
    assert len(seen) == 4
    assert model.weight == 1


def test_accuracy_is_to_rise():
    epochs = [{"val_accuracy": v} for v in (0.1, 0.2, 0.15, 0.3)]
    _, seen = train(EarlyStopping("val_accuracy"), epochs)
    assert len(seen) == 3


def test_a_missing_metric_does_not_end_training():
    with pytest.warns(UserWarning, match="val_loss.*not ended early"):
        _, seen = train(EarlyStopping(), [{"loss": 1.0}] * 3)
    assert len(seen) == 3


def test_epochs_without_validation_do_not_count():
    epochs = [{"loss": 1.0, "val_loss": 1.0}, {"loss": 1.0}, {"loss": 1.0}]
    with pytest.warns(UserWarning, match="not available"):
        _, seen = train(EarlyStopping(patience=1), epochs)
    assert len(seen) == 3


def test_nan_at_first_is_forgotten():
    epochs = val_losses(float("nan"), 1.0, 0.5, 0.2)
    _, seen = train(EarlyStopping(patience=1), epochs)
    assert len(seen) == 4


def test_negative_patience_is_refused():
    with pytest.raises(ValueError, match="patience must be >= 0, got -1"):
        EarlyStopping(patience=-1)
