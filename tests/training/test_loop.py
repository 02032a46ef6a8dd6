"""Epochs, batches, validation, and the order in which callbacks hear of them."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import DataError
from cornu.training import loop

X = np.linspace(0, 1, 4, dtype="float32")[:, None]
HOOKS = [
    f"on_{phase}{part}_{edge}"
    for phase in ("train", "test", "predict")
    for part in ("", "_batch")
    for edge in ("begin", "end")
]


def model():
    made = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    made.compile("sgd", "mse", metrics=["mae"])
    return made


class Diary(keras.callbacks.Callback):
    """Write down every hook: its name, its number, the names in its logs."""

    def __init__(self):
        super().__init__()
        self.lines = []
        for name in (*HOOKS, "on_epoch_begin", "on_epoch_end"):
            setattr(self, name, self._writer(name))

    def _writer(self, name):
        def write(*args, **kwargs):
            number = [a for a in args if isinstance(a, int)]
            logs = kwargs.get("logs", args[-1] if len(args) > len(number) else None)
            words = [name[3:], *map(str, number), ",".join(sorted(logs or ()))]
            self.lines.append(" ".join(w for w in words if w))

        return write


def test_hooks_of_a_fit_with_validation():
    diary = Diary()
    model().fit(
        X, X, batch_size=2, verbose=0, validation_data=(X[:1], X[:1]), callbacks=[diary]
    )
    assert diary.lines == [
        "train_begin",
        "epoch_begin 0",
        "train_batch_begin 0",
        "train_batch_end 0 loss,mae",
        "train_batch_begin 1",
        "train_batch_end 1 loss,mae",
        "test_begin",
        "test_batch_begin 0",
        "test_batch_end 0 loss,mae",
        "test_end loss,mae",
        "epoch_end 0 loss,mae,val_loss,val_mae",
        "train_end loss,mae,val_loss,val_mae",
    ]


def test_hooks_of_evaluate_and_predict():
    diary = Diary()
    net = model()
    net.evaluate(X, X, batch_size=4, verbose=0, callbacks=[diary])
    net.predict(X, batch_size=4, verbose=0, callbacks=[diary])
    assert diary.lines == [
        "test_begin",
        "test_batch_begin 0",
        "test_batch_end 0 loss,mae",
        "test_end loss,mae",
        "predict_begin",
        "predict_batch_begin 0",
        "predict_batch_end 0 outputs",
        "predict_end",
    ]


def test_parameters_given_to_callbacks():
    diary = Diary()
    net = model()
    net.fit(X, X, batch_size=2, epochs=3, verbose=0, callbacks=[diary])
    assert diary.params == {"verbose": 0, "epochs": 3, "steps": 2}
    assert diary.model is net


def test_logs_of_a_batch_are_running_means_as_floats():
    seen = []

    class Keep(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(logs["loss"])

    net = model()
    net.compile(keras.optimizers.SGD(0.0), "mse")
    net.set_weights([np.zeros((1, 1)), np.zeros(1)])
    net.fit(X, X, batch_size=1, shuffle=False, verbose=0, callbacks=[Keep()])
    assert all(type(loss) is float for loss in seen)
    wanted = np.cumsum(X[:, 0] ** 2) / np.arange(1, 5)
    np.testing.assert_allclose(seen, wanted, rtol=1e-6)


def test_stopping_in_the_middle_of_an_epoch():
    class Stop(keras.callbacks.Callback):
        batches = 0

        def on_train_batch_end(self, batch, logs=None):
            self.batches += 1
            self.model.stop_training = True

    stop = Stop()
    history = model().fit(
        X,
        X,
        batch_size=1,
        epochs=5,
        verbose=0,
        callbacks=[stop],
        validation_data=(X, X),
    )
    assert stop.batches == 1
    assert history.epoch == [0]
    assert "val_loss" in history.history


def test_a_stopped_model_trains_again():
    net = model()
    net.stop_training = True
    assert net.fit(X, X, epochs=2, verbose=0).epoch == [0, 1]


def test_no_epochs():
    net = model()
    before = net.get_weights()
    assert net.fit(X, X, epochs=0, verbose=0).history == {}
    assert net.fit(X, X, epochs=2, initial_epoch=2, verbose=0).history == {}
    for one, other in zip(before, net.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("frequency", "epochs"), [(1, 4), (2, 2), (3, 1), ([2, 3], 2), ({4}, 1), ((9,), 0)]
)
def test_validation_frequency(frequency, epochs):
    history = model().fit(
        X, X, epochs=4, validation_data=(X, X), validation_freq=frequency, verbose=0
    )
    assert len(history.history.get("val_loss", [])) == epochs
    assert len(history.history["loss"]) == 4


def test_frequencies():
    assert all(map(loop.is_frequency, (1, 7, [1], {2}, range(3))))
    assert not any(map(loop.is_frequency, (0, -1, None, 1.5)))


def test_validation_leaves_weights_and_statistics_alone():
    net = keras.Sequential([keras.Input((1,)), layers.BatchNormalization()])
    net.compile("sgd", "mse")
    source = X[:2]
    net.fit(source, source, epochs=1, shuffle=False, verbose=0)
    alone = net.get_weights()
    twin = keras.Sequential([keras.Input((1,)), layers.BatchNormalization()])
    twin.compile("sgd", "mse")
    twin.fit(
        source, source, shuffle=False, verbose=0, validation_data=(X * 100, X * 100)
    )
    for one, other in zip(alone, twin.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_steps_go_round_the_arrays():
    seen = []

    class Watch(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            seen.append(batch)

    history = model().fit(
        X, X, batch_size=2, steps_per_epoch=3, epochs=2, verbose=0, callbacks=[Watch()]
    )
    assert seen == [0, 1, 2, 0, 1, 2]
    assert history.epoch == [0, 1]


def test_validation_parts():
    x, y, w = object(), object(), object()
    assert loop.validation_parts((x,)) == (x, None, None)
    assert loop.validation_parts([x, y]) == (x, y, None)
    assert loop.validation_parts((x, y, w)) == (x, y, w)
    with pytest.raises(DataError, match="validation_data"):
        loop.validation_parts(np.ones(3))
