"""Which files are written when, and what is said: as Keras 3.15 does it."""

import numpy as np
import pytest

from callbacks.fakes import Model, train, val_losses
from cornu.callbacks import ModelCheckpoint
from cornu.training.logs import LazyLogs

COURSE = val_losses(1, 0.8, 0.9, 0.85, 0.7)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return {p.name.removesuffix(".weights.h5"): p.read_text() for p in folder.iterdir()}


def test_after_every_epoch(folder, capsys):
    path = "{epoch:02d}-{val_loss:.2f}.weights.h5"
    train(ModelCheckpoint(path, save_weights_only=True, verbose=1), COURSE[:2])
    assert files(folder) == {"01-1.00": "0", "02-0.80": "1"}
    assert capsys.readouterr().out == (
        "\nEpoch 1: saving model to 01-1.00.weights.h5\n"
        "\nEpoch 1: finished saving model to 01-1.00.weights.h5\n"
        "\nEpoch 2: saving model to 02-0.80.weights.h5\n"
        "\nEpoch 2: finished saving model to 02-0.80.weights.h5\n"
    )


def best(**settings):
    return ModelCheckpoint(
        "b.weights.h5",
        save_weights_only=True,
        save_best_only=True,
        verbose=1,
        **settings,
    )


def test_the_best_only(folder, capsys):
    train(best(), COURSE)
    assert files(folder) == {"b": "4"}
    assert capsys.readouterr().out == (
        "\nEpoch 1: val_loss improved from None to 1.00000, saving model to "
        "b.weights.h5\n"
        "\nEpoch 1: finished saving model to b.weights.h5\n"
        "\nEpoch 2: val_loss improved from 1.00000 to 0.80000, saving model to "
        "b.weights.h5\n"
        "\nEpoch 2: finished saving model to b.weights.h5\n"
        "\nEpoch 3: val_loss did not improve from 0.80000\n"
        "\nEpoch 4: val_loss did not improve from 0.80000\n"
        "\nEpoch 5: val_loss improved from 0.80000 to 0.70000, saving model to "
        "b.weights.h5\n"
        "\nEpoch 5: finished saving model to b.weights.h5\n"
    )


def test_a_value_to_beat_from_the_start():
    model, _ = train(best(initial_value_threshold=0.75), COURSE)
    assert len(model.saved) == 1


def test_a_second_training_must_beat_the_first():
    callback = best()
    train(callback, COURSE)
    model, _ = train(callback, val_losses(0.9, 0.6))
    assert len(model.saved) == 1


def test_mode():
    model, _ = train(best(mode="max"), COURSE)
    assert len(model.saved) == 1


def test_a_missing_metric_loses_no_weights(folder):
    with pytest.warns(UserWarning, match=r"val_loss.*written all the same"):
        model, _ = train(best(), [{"loss": 1.0}] * 2)
    assert files(folder) == {"b": "1"}
    assert len(model.saved) == 2


def test_nan_does_not_bar_the_way():
    model, _ = train(best(), val_losses(float("nan"), 1.0, float("nan"), 0.5))
    assert len(model.saved) == 3


@pytest.mark.parametrize(
    ("save_freq", "expected"),
    [
        (1, ["01-1", "01-2", "02-1", "02-2"]),
        (2, ["01-2", "02-2"]),
        (3, ["02-1"]),
        (5, []),
    ],
)
def test_every_few_batches(folder, save_freq, expected):
    path = "{epoch:02d}-{batch}.weights.h5"
    callback = ModelCheckpoint(path, save_weights_only=True, save_freq=save_freq)
    train(callback, COURSE[:2], batches=2)
    assert sorted(files(folder)) == expected


# Files after ten steps an epoch, three at a time: as Keras 3.15 writes them.
@pytest.mark.parametrize(
    ("save_freq", "batches"),
    [(1, (3, 6, 9, 12)), (2, (3, 6, 9, 12)), (4, (6, 12)), (5, (6, 12))],
)
def test_every_few_batches_where_hooks_come_after_several(folder, save_freq, batches):
    callback = ModelCheckpoint(
        "{epoch}-{batch}.weights.h5", save_weights_only=True, save_freq=save_freq
    )
    callback.set_model(Model())
    for epoch in range(2):
        callback.on_epoch_begin(epoch, {})
        for last in (2, 5, 8, 11):
            callback.on_train_batch_end(last, {})
    assert set(files(folder)) == {f"{e}-{b}" for e in (1, 2) for b in batches}


def test_logs_of_a_batch_are_left_alone_unless_needed(folder):
    def fail():
        raise AssertionError("looked at")

    callback = ModelCheckpoint(
        "{epoch}-{batch}.weights.h5", save_weights_only=True, save_freq=1
    )
    callback.set_model(Model())
    callback.on_train_begin()
    callback.on_epoch_begin(0)
    callback.on_train_batch_end(0, LazyLogs(fail))
    assert files(folder) == {"1-1": "-1"}
    named = ModelCheckpoint(
        "{loss:.1f}.weights.h5", save_weights_only=True, save_freq=1
    )
    named.set_model(Model())
    named.on_train_begin()
    named.on_train_batch_end(0, LazyLogs(lambda: {"loss": 0.25}))
    assert "0.2" in files(folder)


def test_folders_are_made(folder):
    callback = ModelCheckpoint(folder / "new" / "sub" / "{epoch}.weights.h5", **WEIGHTS)
    train(callback, COURSE[:1])
    assert (folder / "new" / "sub" / "1.weights.h5").is_file()


WEIGHTS = {"save_weights_only": True}


def test_a_folder_in_the_way(folder):
    (folder / "d.weights.h5").mkdir()
    with pytest.raises(IsADirectoryError, match="is a folder"):
        train(ModelCheckpoint("d.weights.h5", **WEIGHTS), COURSE[:1])


def test_an_unknown_name_in_the_path():
    with pytest.raises(KeyError, match=r"asks for 'acc'; it can use epoch, loss, val_"):
        train(ModelCheckpoint("{acc:.2f}.weights.h5", **WEIGHTS), COURSE[:1])


def test_a_wrong_format_in_the_path():
    with pytest.raises(ValueError, match="cannot be filled in"):
        train(ModelCheckpoint("{val_loss:d}.weights.h5", **WEIGHTS), val_losses(0.5))
    with pytest.raises(ValueError, match="no format string"):
        ModelCheckpoint("{epoch.weights.h5", **WEIGHTS)


@pytest.mark.parametrize("path", ["a.h5", "a.keras", "a"])
def test_ending_of_weights(path):
    with pytest.raises(ValueError, match=r"must end in \.weights\.h5, got 'a"):
        ModelCheckpoint(path, save_weights_only=True)


@pytest.mark.parametrize("path", ["a", "a.h5", "a.hdf5", "a.weights.h5"])
def test_ending_of_models(path):
    with pytest.raises(ValueError, match=r"must end in \.keras"):
        ModelCheckpoint(path)


@pytest.mark.parametrize("frequency", ["epochs", 0, -1, 1.5, None])
def test_frequency(frequency):
    with pytest.raises(ValueError, match="save_freq must be"):
        ModelCheckpoint("a.keras", save_freq=frequency)


def test_a_model_that_cannot_be_saved_whole_is_refused_before_work():
    callback = ModelCheckpoint("m-{epoch}.keras")
    callback.set_model(Model())
    with pytest.raises(ValueError, match=r"save_weights_only=True") as refusal:
        callback.on_train_begin()
    assert "'m-{epoch}.weights.h5'" in str(refusal.value)


def test_a_whole_model_is_saved_where_it_can_be():
    class Whole(Model):
        def save(self, path, overwrite=True):
            self.saved.append((path, overwrite))

    model, _ = train(ModelCheckpoint("m-{epoch}.keras"), COURSE[:2], Whole())
    assert model.saved == [("m-1.keras", True), ("m-2.keras", True)]


def test_the_best_model_comes_back_whole(folder):
    import cornu as keras

    x = np.random.default_rng(0).normal(size=(16, 3)).astype("float32")
    y = x[:, :1]
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.05), "mse")
    callback = ModelCheckpoint("best.keras", monitor="loss", save_best_only=True)
    model.fit(x, y, epochs=4, verbose=0, callbacks=[callback])
    again = keras.models.load_model("best.keras")
    assert again.optimizer.iterations.numpy() == 4
    for a, b in zip(model.get_weights(), again.get_weights()):
        np.testing.assert_array_equal(a, b)
