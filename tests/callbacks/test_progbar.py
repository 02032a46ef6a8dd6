"""The lines, with the times taken out: as Keras 3.15 writes them."""

import io
import re
import sys

import pytest

from cornu.callbacks import CallbackList, ProgbarLogger
from cornu.training.logs import LazyLogs


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def heard(verbose, steps=2, epochs=2):
    return CallbackList(ProgbarLogger(), verbose=verbose, epochs=epochs, steps=steps)


def fit(callbacks, epochs=2, batches=2):
    callbacks.on_train_begin()
    for epoch in range(epochs):
        callbacks.on_epoch_begin(epoch)
        for batch in range(batches):
            callbacks.on_train_batch_begin(batch)
            callbacks.on_train_batch_end(batch, {"loss": 2.0})
        inner = CallbackList(callbacks.callbacks, inner=True)
        inner.on_test_begin()
        inner.on_test_batch_end(0, {"loss": 3.0})
        inner.on_test_end({"loss": 3.0})
        callbacks.on_epoch_end(
            epoch,
            {"loss": 2.0, "mae": 1.0, "val_loss": 3.0, "iou": [1.0], "n": "text"},
        )
    callbacks.on_train_end({})


def without_times(text):
    return re.sub(r"\d+s( -)? \d+(ms|us|s)/step", "TIME", text)


@pytest.mark.parametrize(
    ("verbose", "start"), [(1, "2/2 " + "━" * 20 + " TIME"), (2, "2/2 - TIME")]
)
def test_training(verbose, start, capsys):
    fit(heard(verbose))
    line = f"{start} - loss: 2.0000 - mae: 1.0000 - val_loss: 3.0000\n"
    assert without_times(capsys.readouterr().out) == (
        f"Epoch 1/2\n{line}Epoch 2/2\n{line}"
    )


def test_silence(capsys):
    fit(heard(0))
    assert capsys.readouterr().out == ""


def test_an_unknown_length_is_known_afterwards(capsys):
    callbacks = heard(2, steps=None)
    fit(callbacks, batches=3)
    assert without_times(capsys.readouterr().out).count("3/3 - TIME") == 2


def test_the_second_epoch_counts_towards_the_length_of_the_first(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    fit(heard(1, steps=None), batches=3)
    first, second = terminal.getvalue().split("Epoch 2/2")
    assert "1/Unknown" in first
    assert "1/3" in second
    assert "Unknown" not in second


def test_an_epoch_that_ends_early_says_so(capsys):
    callbacks = heard(2, steps=8, epochs=1)
    fit(callbacks, epochs=1, batches=3)
    assert "3/8 - " in capsys.readouterr().out


def test_steps_done_together_do_not_count_beyond_the_end(capsys):
    callbacks = heard(2, steps=10, epochs=1)
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    for last in (2, 5, 8, 11):
        callbacks.on_train_batch_end(last, {"loss": 2.0})
    callbacks.on_epoch_end(0, {"loss": 2.0})
    assert "10/10 - " in capsys.readouterr().out


@pytest.mark.parametrize("phase", ["test", "predict"])
def test_measuring_and_predicting(phase, capsys):
    callbacks = heard(1)
    getattr(callbacks, f"on_{phase}_begin")()
    for batch in range(2):
        logs = {"loss": 2.0} if phase == "test" else {"outputs": [[1.0]]}
        getattr(callbacks, f"on_{phase}_batch_end")(batch, logs)
    getattr(callbacks, f"on_{phase}_end")({"loss": 2.0} if phase == "test" else None)
    shown = " - loss: 2.0000" if phase == "test" else ""
    assert without_times(capsys.readouterr().out) == (
        "2/2 " + "━" * 20 + f" TIME{shown}\n"
    )


def test_metrics_are_looked_at_when_a_picture_is_due_only(monkeypatch, capsys):
    looks = []

    def compute():
        looks.append(1)
        return {"loss": 1.0}

    callbacks = heard(2, steps=50)
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    for batch in range(50):
        callbacks.on_train_batch_end(batch, LazyLogs(compute))
    assert len(looks) <= 1
    callbacks.on_epoch_end(0, {"loss": 1.0})


def test_on_a_terminal_the_metrics_run_along(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    callbacks = heard(1, steps=3)
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_train_batch_end(0, LazyLogs(lambda: {"loss": 1.5}))
    assert "loss: 1.5000" in terminal.getvalue()
    callbacks.on_epoch_end(0, {"loss": 1.0})
    assert terminal.getvalue().endswith("\n")


def test_an_error_stands_on_a_line_of_its_own(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(RuntimeError), heard(1, steps=3) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_end(0, {"loss": 1.5})
        assert not terminal.getvalue().endswith("\n")
        raise RuntimeError
    assert terminal.getvalue().endswith("\n")
