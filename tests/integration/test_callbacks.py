"""Callbacks in real trainings."""

import numpy as np
import pytest

import cornu as keras
from cornu import callbacks

RNG = np.random.Generator(np.random.Philox(7))
X = RNG.random((64, 3), np.float32)
Y = X.sum(1, keepdims=True)


def model(rate=0.1):
    built = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    built.compile(keras.optimizers.SGD(rate), "mse", metrics=["mae"])
    return built


class Script(callbacks.Callback):
    """Replace the validation loss, and keep the weights of every epoch."""

    def __init__(self, losses):
        self.losses, self.weights = losses, []

    def on_epoch_end(self, epoch, logs=None):
        logs["val_loss"] = self.losses[epoch]
        self.weights.append(self.model.get_weights())


def same(left, right):
    return all(np.array_equal(a, b) for a, b in zip(left, right, strict=True))


def test_best_weights_come_back():
    trained, script = model(), Script([1.0, 0.5, 0.9, 0.8])
    stop = callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    history = trained.fit(X, Y, epochs=9, verbose=0, callbacks=[script, stop])
    assert history.epoch == [0, 1, 2, 3]
    assert same(trained.get_weights(), script.weights[1])
    assert not same(script.weights[1], script.weights[3])


def test_best_weights_are_on_file(tmp_path):
    trained, script = model(), Script([1.0, 0.5, 0.9])
    path = tmp_path / "{epoch}.weights.h5"
    keep = callbacks.ModelCheckpoint(path, save_weights_only=True, save_best_only=True)
    trained.fit(X, Y, epochs=3, verbose=0, callbacks=[script, keep])
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "1.weights.h5",
        "2.weights.h5",
    ]
    other = model()
    other.load_weights(tmp_path / "2.weights.h5")
    assert same(other.get_weights(), script.weights[1])


def test_learning_rates_take_effect_and_are_recorded():
    trained = model()
    still = callbacks.LearningRateScheduler(lambda epoch: 0.1 if epoch < 2 else 0.0)
    script = Script([1.0] * 4)
    history = trained.fit(X, Y, epochs=4, verbose=0, callbacks=[still, script])
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.1, 0, 0])
    assert not same(script.weights[0], script.weights[1])
    assert same(script.weights[1], script.weights[3])


def test_a_plateau_slows_training_down():
    trained = model()
    slower = callbacks.ReduceLROnPlateau("loss", patience=0, min_delta=100, factor=0.5)
    history = trained.fit(X, Y, epochs=3, verbose=0, callbacks=slower)
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.1, 0.05])


def test_a_schedule_of_the_optimizer_is_not_overruled():
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    with pytest.raises(TypeError, match="comes from a schedule"):
        model(schedule).fit(X, Y, verbose=0, callbacks=callbacks.ReduceLROnPlateau())


def test_accuracy_is_known_to_rise_by_any_name():
    trained = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, "sigmoid")])
    area = keras.metrics.AUC(name="area")
    trained.compile("sgd", "binary_crossentropy", metrics=[area])
    script = Script([0.1, 0.2, 0.3])
    script.on_epoch_end = lambda epoch, logs: logs.update(area=script.losses[epoch])
    stop = callbacks.EarlyStopping("area")
    y = (Y > 1.5).astype("float32")
    history = trained.fit(X, y, epochs=3, verbose=0, callbacks=[script, stop])
    assert len(history.epoch) == 3


def test_training_ends_at_the_first_nan(capsys):
    def batches():
        yield X, Y
        yield X * np.float32("nan"), Y
        yield X, Y

    trained = model()
    trained.fit(batches(), verbose=2, callbacks=callbacks.TerminateOnNaN())
    said = capsys.readouterr().out
    assert "Batch 1: Invalid loss, terminating training\n2/" in said


def test_the_lines_of_a_training(capsys):
    halve = callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    model().fit(X, Y, epochs=2, verbose=2, validation_split=0.25, callbacks=halve)
    first, line, *rest = capsys.readouterr().out.splitlines()
    assert first == "Epoch 1/2"
    names = [part.partition(":")[0] for part in line.split(" - ")[3:]]
    assert names == ["loss", "mae", "val_loss", "val_mae", "learning_rate"]
    assert len(rest) == 2


def test_validation_is_told_to_callbacks_as_testing():
    calls = []
    heard = callbacks.LambdaCallback(
        on_test_begin=lambda logs: calls.append("begin"),
        on_test_batch_end=lambda batch, logs: calls.append(batch),
        on_test_end=lambda logs: calls.append(sorted(logs)),
        on_epoch_end=lambda epoch, logs: calls.append(sorted(logs)),
    )
    model().fit(
        X, Y, batch_size=32, verbose=0, validation_data=(X, Y), callbacks=[heard]
    )
    logs = ["loss", "mae"]
    assert calls == ["begin", 0, 1, logs, [*logs, "val_loss", "val_mae"]]


def test_class_weights_of_generated_batches():
    def batches():
        yield X[:32], Y[:32].round()
        yield X[32:], Y[32:].round()

    weights = {0: 3.0, 1: 2.0, 2: 0.5}
    trained, other = model(), model()
    other.set_weights(trained.get_weights())
    trained.fit(batches(), class_weight=weights, verbose=0)
    other.fit(X, Y.round(), class_weight=weights, verbose=0, shuffle=False)
    assert same(trained.get_weights(), other.get_weights())
    plain = model()
    plain.fit(batches(), verbose=0)
    assert not same(plain.get_weights(), trained.get_weights())


def test_a_validation_split_of_a_generator_is_refused():
    with pytest.raises(ValueError, match="validation_split needs arrays; x is a gen"):
        model().fit(((X, Y) for _ in range(3)), validation_split=0.5, verbose=0)


def test_the_same_rows_validate_in_every_epoch():
    trained = model(rate=0.0)
    history = trained.fit(
        X,
        Y,
        epochs=3,
        verbose=0,
        validation_data=(X, Y),
        validation_batch_size=16,
        validation_steps=3,
    )
    assert len(set(history.history["val_loss"])) == 1
