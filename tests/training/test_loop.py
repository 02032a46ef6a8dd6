"""Epochs, batches, validation, and the order in which callbacks hear of them."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import DataError
from cornu.training import loop
from cornu.training.logs import LazyLogs

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


# ---- several steps between hooks ----

# First and last numbers of ten batches as Keras 3.15 gives them: by its count the last
# group is whole, too.
GROUPS = {
    1: [(i, i) for i in range(10)],
    3: [(0, 2), (3, 5), (6, 8), (9, 11)],
    7: [(0, 6), (7, 13)],
    50: [(0, 49)],
}


class Numbers(keras.callbacks.Callback):
    """Keep the numbers and losses, or outputs, of all batch hooks."""

    def __init__(self):
        self.pairs, self.losses, self.outputs = [], [], []
        for phase in ("train", "test", "predict"):
            setattr(self, f"on_{phase}_batch_begin", self._begin)
            setattr(self, f"on_{phase}_batch_end", self._end)

    def _begin(self, batch, logs=None):
        self.first = batch

    def _end(self, batch, logs=None):
        self.pairs.append((self.first, batch))
        self.losses.append(logs.get("loss"))
        self.outputs.append(logs.get("outputs"))


def still(together):
    """Return a model that always says 0 and does not learn."""
    net = keras.Sequential(
        [keras.Input((1,)), layers.Dense(1, kernel_initializer="zeros")]
    )
    net.compile(keras.optimizers.SGD(0.0), "mse", steps_per_execution=together)
    return net


def arrays(rows):
    x = np.arange(rows, dtype="float32")[:, None]
    return x, x


def generated(rows):
    x, _ = arrays(rows)
    return ((x[i : i + 2], x[i : i + 2]) for i in range(0, rows, 2)), None


@pytest.mark.parametrize("make", [arrays, generated])
@pytest.mark.parametrize("phase", ["fit", "evaluate"])
@pytest.mark.parametrize("together", GROUPS)
def test_hooks_around_several_steps(together, phase, make):
    heard, (x, y) = Numbers(), make(19)
    settings = {"shuffle": False} if phase == "fit" else {}
    if make is arrays:
        settings["batch_size"] = 2
    getattr(still(together), phase)(x, y, verbose=0, callbacks=[heard], **settings)
    assert heard.pairs == GROUPS[together]
    # The running mean of squares up to the last row of each group.
    ends = [min(2 * (last + 1), 19) for _, last in GROUPS[together]]
    wanted = [np.mean(np.arange(end) ** 2) for end in ends]
    np.testing.assert_allclose(heard.losses, wanted, rtol=1e-6)


@pytest.mark.parametrize("together", GROUPS)
def test_outputs_of_several_predictions_come_together(together):
    heard, (x, _) = Numbers(), arrays(19)
    twice = keras.initializers.Constant(2.0)
    net = keras.Sequential(
        [keras.Input((1,)), layers.Dense(1, kernel_initializer=twice)]
    )
    net.compile(steps_per_execution=together)
    found = net.predict(x, batch_size=2, verbose=0, callbacks=[heard])
    assert heard.pairs == GROUPS[together]
    sizes = [min(2 * (b + 1), 19) - 2 * a for a, b in GROUPS[together]]
    assert [len(part) for part in heard.outputs] == sizes
    np.testing.assert_array_equal(np.concatenate(heard.outputs), 2 * x)
    np.testing.assert_array_equal(found, 2 * x)


def test_an_epoch_may_end_within_a_group():
    heard, (x, y) = Numbers(), arrays(20)
    still(3).fit(
        x, y, batch_size=2, steps_per_epoch=4, epochs=2, verbose=0, callbacks=[heard]
    )
    assert heard.pairs == [(0, 2), (3, 5)] * 2


@pytest.mark.parametrize("together", [1, 3])
@pytest.mark.parametrize("phase", ["train", "test", "predict"])
def test_stopping_after_a_group(phase, together):
    flags = {"train": "training", "test": "evaluating", "predict": "predicting"}
    net, (x, y) = still(together), arrays(20)

    def stop(batch, logs):
        setattr(net, f"stop_{flags[phase]}", True)

    heard = Numbers()
    stopper = keras.callbacks.LambdaCallback(**{f"on_{phase}_batch_end": stop})
    given = {"batch_size": 2, "verbose": 0, "callbacks": [heard, stopper]}
    for _ in range(2):  # the second time it begins anew
        heard.pairs.clear()
        if phase == "train":
            net.fit(x, y, epochs=2, **given)
        elif phase == "test":
            net.evaluate(x, y, **given)
        else:
            assert net.predict(x, **given).shape == (2 * together, 1)
        assert heard.pairs == [(0, together - 1)]


# ---- who runs the steps ----


class FakeRunner:
    """Take batches as they come; the outputs are one array, written over each time."""

    reuses_outputs = True

    def __init__(self, kind, copies_inputs):
        self.kind, self.copies_inputs = kind, copies_inputs
        self.seen, self.room = [], np.zeros((2, 1), "float32")

    def look_again(self):
        pass

    def __call__(self, batch):
        assert [len(a) for a in batch] == [len(batch[0])] * len(batch)
        self.seen.append(batch[0].copy() if self.copies_inputs else batch[0])
        if self.kind == "predict":
            self.room[: len(batch[0])] = batch[0] * 5
            return self.room[: len(batch[0])]
        return LazyLogs(lambda: {"loss": 1.0})


@pytest.mark.parametrize("copies_inputs", [False, True])
def test_batches_are_kept_or_copied(copies_inputs, monkeypatch):
    net, (x, y) = still(1), arrays(19)
    run = FakeRunner("train", copies_inputs)
    monkeypatch.setattr(net._trainer, "runner", lambda kind: run)
    monkeypatch.setattr("cornu.training.data.arrays._BLOCK_BYTES", 64)
    monkeypatch.setattr("cornu.training.data.arrays._LARGE_BYTES", 0)
    net.fit(x, y, batch_size=2, epochs=3, verbose=0)
    for epoch in range(3):
        rows = np.concatenate(run.seen[10 * epoch : 10 * (epoch + 1)])
        assert sorted(rows[:, 0]) == list(range(19))


@pytest.mark.parametrize("listens", [False, True])
@pytest.mark.parametrize("rows", [2, 19])
def test_outputs_that_are_written_over_are_copied(rows, listens, monkeypatch):
    run, heard, (x, _) = FakeRunner("predict", True), Numbers(), arrays(rows)
    monkeypatch.setattr(loop, "model_runner", lambda net: run)
    callbacks = [heard] if listens else []
    found = still(1).predict(x, batch_size=2, verbose=0, callbacks=callbacks)
    np.testing.assert_array_equal(found, 5 * x)
    if listens:
        np.testing.assert_array_equal(np.concatenate(heard.outputs), 5 * x)
    source = iter([x[i : i + 2] for i in range(0, rows, 2)])  # of unknown length
    np.testing.assert_array_equal(still(1).predict(source, verbose=0), 5 * x)


def test_hooks_set_while_training_are_heard_from_the_next_epoch_on():
    calls = []

    class Growing(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.on_train_batch_end = lambda batch, logs: calls.append((epoch, batch))

    model().fit(X, X, batch_size=2, epochs=3, verbose=0, callbacks=[Growing()])
    assert calls == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_list_of_callbacks_of_ones_own_hears_all():
    calls = []

    class Own(keras.callbacks.CallbackList):
        def on_train_batch_begin(self, batch, logs=None):
            calls.append(batch)

    net = model()
    net.fit(X, X, batch_size=2, callbacks=Own(add_history=True, model=net))
    assert calls == [0, 1]


def test_validation_parts():
    x, y, w = object(), object(), object()
    assert loop.validation_parts((x,)) == (x, None, None)
    assert loop.validation_parts([x, y]) == (x, y, None)
    assert loop.validation_parts((x, y, w)) == (x, y, w)
    with pytest.raises(DataError, match="validation_data"):
        loop.validation_parts(np.ones(3))
