import pytest

from callbacks.fakes import Model
from cornu.callbacks import (
    Callback,
    CallbackList,
    EarlyStopping,
    History,
    LambdaCallback,
    ProgbarLogger,
)
from cornu.training.logs import LazyLogs


class Recorder(Callback):
    def __init__(self, calls, name="a"):
        self.calls, self.name = calls, name

    def on_epoch_end(self, epoch, logs=None):
        self.calls.append((self.name, epoch, dict(logs)))
        logs[self.name] = 1.0


class Late(Callback):
    reads_logs_late = True

    def on_train_batch_end(self, batch, logs=None):
        pass


class Keeper(Callback):
    def __init__(self):
        self.kept = []

    def on_train_batch_end(self, batch, logs=None):
        self.kept.append(logs)


class Counting:
    """Logs that count how often someone looked."""

    def __init__(self):
        self.looks = 0

    def logs(self):
        return LazyLogs(self._compute)

    def _compute(self):
        self.looks += 1
        return {"loss": self.looks * 1.0}


@pytest.mark.parametrize(
    ("given", "count"),
    [(None, 0), ([], 0), (Callback(), 1), ((Callback(), [Callback()]), 2)],
)
def test_one_callback_several_or_none(given, count):
    assert len(CallbackList(given).callbacks) == count


def test_a_class_is_refused():
    with pytest.raises(TypeError, match=r"pass EarlyStopping\(\), not the class"):
        CallbackList([EarlyStopping])


@pytest.mark.parametrize("wrong", [3, "early_stopping", ["checkpoint"]])
def test_what_is_no_callback_is_refused(wrong):
    with pytest.raises(TypeError, match="expected a Callback"):
        CallbackList(wrong)


def test_a_function_is_refused_with_a_remedy():
    with pytest.raises(TypeError, match="LambdaCallback"):
        CallbackList([lambda epoch, logs: None])


def test_hooks_are_called_in_order_and_share_logs():
    calls = []
    heard = CallbackList([Recorder(calls, "a"), Recorder(calls, "b")])
    logs = {"loss": 0.5}
    heard.on_epoch_end(2, logs)
    assert calls == [("a", 2, {"loss": 0.5}), ("b", 2, {"loss": 0.5, "a": 1.0})]
    assert logs == {"loss": 0.5, "a": 1.0, "b": 1.0}


@pytest.mark.parametrize("phase", ["train", "test", "predict"])
def test_every_hook_reaches_the_callbacks(phase):
    calls = []
    hooks = [
        *(f"on_{phase}_{edge}" for edge in ("begin", "end")),
        *(f"on_{phase}_batch_{edge}" for edge in ("begin", "end")),
    ]
    callback = LambdaCallback(
        **{h: lambda *a, name=h: calls.append((name, a)) for h in hooks}
    )
    heard = CallbackList(callback)
    for hook in hooks:
        getattr(heard, hook)(*([7] if "batch" in hook else []))
    assert calls == [(h, (7, {}) if "batch" in h else ({},)) for h in hooks]


def test_older_names_of_batch_hooks_reach_the_callbacks():
    calls = []
    heard = CallbackList(LambdaCallback(on_batch_end=lambda *a: calls.append(a)))
    heard.on_train_batch_end(1, {"loss": 1.0})
    heard.on_batch_end(2, {"loss": 2.0})
    assert calls == [(1, {"loss": 1.0}), (2, {"loss": 2.0})]


def test_no_one_looks_at_logs_that_no_one_wants():
    counting = Counting()
    heard = CallbackList([Callback(), EarlyStopping("loss"), Late(), History()])
    heard.on_train_batch_end(0, counting.logs())
    assert counting.looks == 0


def test_a_batch_hook_of_ones_own_gets_logs_that_keep_their_values():
    counting, keeper = Counting(), Keeper()
    heard = CallbackList([Late(), keeper])
    heard.on_train_batch_end(0, counting.logs())
    heard.on_train_batch_end(1, counting.logs())
    assert counting.looks == 2
    assert [logs["loss"] for logs in keeper.kept] == [1.0, 2.0]


def test_model_and_params_are_set():
    model, callback = Model(), Callback()
    heard = CallbackList(callback, model=model, verbose=2, epochs=3, steps=10)
    assert callback.model is model is heard.model
    assert callback.params == {"verbose": 2, "epochs": 3, "steps": 10}


def test_history_and_progress_bar_come_last():
    heard = CallbackList(Callback(), add_history=True, add_progbar=True)
    assert [type(c) for c in heard.callbacks] == [Callback, History, ProgbarLogger]


def test_own_history_and_bar_are_kept():
    history, bar, model = History(), ProgbarLogger(), Model()
    heard = CallbackList([bar, history], True, True, model)
    assert heard.callbacks == [bar, history]
    heard.on_train_begin()
    assert model.history is history


def test_measuring_does_not_replace_the_history():
    model = Model()
    model.history = "before"
    heard = CallbackList([History()], model=model)
    heard.on_test_begin()
    heard.on_test_end({})
    assert model.history == "before"


def test_validation_within_training_shows_no_bar_and_changes_nothing(capsys):
    model, calls = Model(), []
    own = LambdaCallback(on_test_end=lambda logs: calls.append(logs))
    outer = CallbackList(own, True, True, model, verbose=1, epochs=2, steps=5)
    inner = CallbackList(outer.callbacks, model=model, inner=True)
    inner.on_test_begin()
    inner.on_test_batch_end(0, {"loss": 1.0})
    inner.on_test_end({"loss": 1.0})
    assert calls == [{"loss": 1.0}]
    assert own.params == {"verbose": 1, "epochs": 2, "steps": 5}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("verbose", "expected"), [("auto", 1), (True, 1), (0, 0), (2, 2)]
)
def test_verbosity(verbose, expected):
    assert CallbackList(verbose=verbose).params["verbose"] == expected


@pytest.mark.parametrize("verbose", [3, -1, "loud", None])
def test_unknown_verbosity_is_refused(verbose):
    with pytest.raises(ValueError, match="verbose must be"):
        CallbackList(verbose=verbose)


def test_callbacks_of_other_libraries_do():
    class Foreign:
        def __init__(self):
            self.epochs = []

        def set_model(self, model):
            self.model = model

        def on_epoch_end(self, epoch, logs=None):
            self.epochs.append(epoch)

    foreign = Foreign()
    heard = CallbackList([foreign], model=Model())
    heard.on_train_begin()
    heard.on_train_batch_end(0, {})
    heard.on_epoch_end(4, {})
    assert foreign.epochs == [4]


def test_an_interruption_ends_the_progress_line():
    closed = []

    class Bar(ProgbarLogger):
        def close(self):
            closed.append(True)

    with pytest.raises(KeyboardInterrupt), CallbackList([Bar()]):
        closed.clear()
        raise KeyboardInterrupt
    assert closed


# ---- who listens to batches ----


@pytest.mark.parametrize(
    ("callback", "listens"),
    [
        (Callback(), False),
        (History(), False),
        (Late(), True),
        (LambdaCallback(on_train_batch_end=print), True),
        (LambdaCallback(on_batch_end=print), True),
        (LambdaCallback(on_test_batch_end=print), False),
    ],
)
def test_whether_anyone_listens(callback, listens):
    heard = CallbackList([Callback(), callback])
    assert (heard.batch_hook("on_train_batch_end") is not None) is listens


def test_hooks_set_after_construction_are_heard():
    calls, callback = [], Callback()
    heard = CallbackList(callback)
    assert heard.batch_hook("on_train_batch_end") is None
    callback.on_train_batch_end = lambda *a: calls.append(a)
    heard.batch_hook("on_train_batch_end")(1, {"a": 1.0})
    callback.on_train_batch_end = lambda *a: calls.append("replaced")
    heard.on_train_batch_end(2)
    assert calls == [(1, {"a": 1.0}), "replaced"]


def test_hooks_set_in_a_hook_are_heard_in_loops_of_ones_own():
    calls = []

    class Growing(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.on_test_batch_begin = lambda batch, logs: calls.append(batch)

    heard = CallbackList(Growing())
    heard.on_test_batch_begin(1)
    heard.on_epoch_begin(0)
    heard.on_test_batch_begin(2)
    assert calls == [2]


def test_a_list_of_ones_own_listens():
    class Own(CallbackList):
        def on_test_batch_end(self, batch, logs=None):
            pass

    assert Own().batch_hook("on_test_batch_end") is not None
    assert Own().batch_hook("on_test_batch_begin") is None
    patched = CallbackList()
    patched.on_predict_batch_end = print
    assert patched.batch_hook("on_predict_batch_end") is print
