"""A recorded step gives what an eager one gives, to the last bit."""

from __future__ import annotations

import copy
import gc
import importlib
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import cornu as keras
from contracts.test_layers import ENTRIES, fresh, label
from cornu import layers, ops
from cornu.config import set_num_threads
from cornu.testing.check_layer import layer_case
from golden.load import Case, build, cases
from integration.random_models import Plan, plans
from integration.twins import (
    assert_same,
    both,
    no_notice,
    programs_of,
    start_over,
    state_of,
)
from tracing.recorded import allow_small_regions

STEPS = 4
EXAMPLES = Path(__file__).parents[2] / "examples"

# R2Score says so itself when there are too few rows to adjust for.
pytestmark = pytest.mark.filterwarnings("ignore:.*R2:UserWarning")

Found = dict[str, Any]


# ---- any small model ----


def train_by(plan: Plan) -> Callable[[bool], Found]:
    x, y, more = plan.data()

    def train(run_eagerly: bool) -> Found:
        model = plan.model(run_eagerly)
        model.fit(
            x, y, batch_size=plan.batch_size, epochs=3, verbose=0,
            shuffle=plan.shuffle, validation_data=(x, y) if plan.validation else None,
            **more,
        )  # fmt: skip
        found = {**state_of(model), "history": model.history.history}
        size = plan.batch_size
        found["predict"] = [model.predict(x, size, verbose=0) for _ in range(2)]
        found["evaluate"] = model.evaluate(x, y, size, verbose=0, return_dict=True)
        if not run_eagerly:
            assert programs_of(model)
        return found

    return train


drawn = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@drawn
@given(plans())
def test_any_model(plan: Plan) -> None:
    both(train_by(plan))


@pytest.fixture
def many_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let regions form however small they are."""
    allow_small_regions(monkeypatch)


@pytest.mark.usefixtures("many_regions")
@drawn
@given(plans())
def test_any_model_by_parts(plan: Plan) -> None:
    plan.batch_size = max(plan.batch_size, 16)
    both(train_by(plan))


# ---- laws over the registries ----


class Gain(layers.Layer):
    """Multiply by one number."""

    def build(self, shape: Any) -> None:
        self.gain = self.add_weight(shape=(), initializer="ones", name="gain")

    def call(self, x: Any) -> Any:
        return x * self.gain


class LossOfItsOwn(layers.Layer):
    """Pass on, with something to minimise."""

    def call(self, x: Any) -> Any:
        self.add_loss(ops.sum(x))
        return x


# Layers whose steps are not replayed, or that nothing can be learned through.
NOT_REPLAYED = {
    "AugMix": "reads which changes were drawn",
    "Discretization": "passes no gradient on",
    "IntegerLookup": "works on values in main memory",
    "RandAugment": "reads which changes were drawn",
}
REPLAYED = [entry for entry in ENTRIES if entry[0] not in NOT_REPLAYED]
# In 16 bits one case of each class: what differs there is the class's own.
IN_16_BITS = {entry[0]: entry for entry in reversed(REPLAYED)}.values()
CASES = [(entry, "float32") for entry in REPLAYED]
CASES += [(entry, "mixed_float16") for entry in IN_16_BITS]


@pytest.mark.parametrize(
    ("entry", "policy"), CASES, ids=[f"{label(e)}-{policy}" for e, policy in CASES]
)
def test_layer(entry: Any, policy: str) -> None:
    name, kwargs, shape, options = entry

    def make(**given: Any) -> Any:
        more = {"dtype": policy}
        made = {k: fresh(v, more) for k, v in given.items()}
        return getattr(layers, name)(**made, **more)

    case = layer_case(make, kwargs, shape, **options)

    def train(run_eagerly: bool) -> Found:
        layer = case.make()
        arrays = [np.concatenate([a, a]) for a in case.inputs()]
        inputs = [keras.Input(a.shape[1:], dtype=a.dtype) for a in arrays]
        fed = inputs if case.max_int is not None else [Gain()(i) for i in inputs]
        out = layer(*case.arguments(fed))
        out = out[0] if isinstance(out, (list, tuple)) else out
        model = keras.Model(
            inputs, layers.Flatten()(out) if len(out.shape) > 1 else out
        )
        model.compile("adam", "mse", run_eagerly=run_eagerly)
        y = np.ones((len(arrays[0]), *model.outputs[0].shape[1:]), "float32")
        logs = []
        for i in range(STEPS):
            batch = [a + np.float32(i) if a.dtype.kind == "f" else a for a in arrays]
            logs.append(model.train_on_batch(batch, y))
        assert bool(programs_of(model)) is not run_eagerly
        predicted = [model.predict(arrays, 2, verbose=0) for _ in range(3)]
        return {**state_of(model), "logs": logs, "predicted": predicted}

    both(train)


# A weight for the whole loss is no argument of `fit`.
LOSSES = [c for c in cases("losses") if np.ndim(c.extra["sample_weight"]) or
          c.extra["sample_weight"] is None]  # fmt: skip


@pytest.mark.parametrize("case", LOSSES, ids=lambda case: case.id)
def test_loss(case: Case) -> None:
    y_true, y_pred = case.inputs

    def train(run_eagerly: bool) -> Found:
        x = keras.Input(y_pred.shape[1:])
        model = keras.Model(x, Gain()(x))
        loss = getattr(keras.losses, case.class_name)(**case.kwargs)
        model.compile(keras.optimizers.SGD(0.01), loss, run_eagerly=run_eagerly)
        weight = case.extra["sample_weight"]
        logs = [model.train_on_batch(y_pred, y_true, weight) for _ in range(STEPS)]
        assert bool(programs_of(model)) is not run_eagerly
        return {**state_of(model), "logs": logs}

    both(train)


# Mean and Sum are given values, not targets and predictions.
METRICS = [c for c in cases("metrics") if len(c.extra["batches"][0]) == 3]


@pytest.mark.parametrize("case", METRICS, ids=lambda case: case.id)
def test_metric(case: Case) -> None:
    batches = case.extra["batches"]

    def train(run_eagerly: bool) -> Found:
        x = keras.Input(np.shape(batches[0][1])[1:])
        model = keras.Model(x, LossOfItsOwn()(x))
        metric = getattr(keras.metrics, case.class_name)(**case.kwargs)
        model.compile(weighted_metrics=[metric], run_eagerly=run_eagerly)
        logs = []
        for _ in range(STEPS):
            for y_true, y_pred, weight in batches:
                logs.append(model.test_on_batch(y_pred, y_true, weight))
        assert bool(programs_of(model, "test")) is not run_eagerly
        return {**state_of(model), "logs": logs}

    both(train)


OPTIMIZERS = [
    c for c in cases("optimizers") if hasattr(keras.optimizers, c.class_name)
]  # one is not offered


@pytest.mark.parametrize("case", OPTIMIZERS, ids=lambda case: case.id)
def test_optimizer(case: Case) -> None:
    def train(run_eagerly: bool) -> Found:
        rng = np.random.default_rng(0)
        first = layers.Dense(4, activation="tanh")
        model = keras.Sequential([keras.Input((5,)), first, layers.Dense(2)])
        optimizer = build(keras.optimizers, case.class_name, case.kwargs)
        model.compile(optimizer, "mse", run_eagerly=run_eagerly)
        logs = []
        for _ in range(2 * STEPS):
            x, y = rng.normal(size=(6, 5)), rng.normal(size=(6, 2))
            logs.append(model.train_on_batch(x, y))
        assert bool(programs_of(model)) is not run_eagerly
        optimizer.finalize_variable_values(model.trainable_variables)
        return {**state_of(model), "logs": logs}

    both(train)


# ---- the examples, on one thread and on two ----


@pytest.fixture
def examples() -> Iterator[None]:
    sys.path.insert(0, str(EXAMPLES))
    yield
    sys.path.remove(str(EXAMPLES))


def pima() -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(768, 8)), rng.integers(0, 2, 768)
    return importlib.import_module("pima_diabetes").build(), x, y


def addition() -> tuple[Any, Any, Any]:
    module = importlib.import_module("decimal_addition")
    speller = module.Speller(2)
    questions, answers = speller.pairs(*module.sums(2, 512, 0))
    model = module.build(speller, 24)
    return model, speller.encode(questions), speller.encode(answers)


def tables(kind: str) -> tuple[Any, Any, Any]:
    module = importlib.import_module("binary_classifier")
    rng = np.random.default_rng(0)
    x = rng.integers(0, 100, (1024, 10), dtype="int32")
    model = getattr(module, kind)()
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model, x, module.rule(x, "or")


def digits() -> tuple[Any, Any, Any]:
    module = importlib.import_module("mnist_cnn")
    x = np.random.default_rng(0).random((160, 28, 28, 1), "float32")
    return module.build(x.shape[1:]), x, np.arange(160) % 10


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("make", "batch_size", "steps"),
    [
        pytest.param(pima, 10, 100, id="pima"),
        pytest.param(addition, 32, 100, id="addition"),
        pytest.param(lambda: tables("plain"), 128, 100, id="plain"),
        pytest.param(lambda: tables("with_tables"), 128, 100, id="tables"),
        pytest.param(digits, 36, 8, id="digits", marks=pytest.mark.slow),
    ],
)
def test_example(make: Any, batch_size: int, steps: int) -> None:
    def train(run_eagerly: bool, count: int) -> Found:
        set_num_threads(count)
        try:
            start_over()
            model, x, y = make()
            if run_eagerly:
                model.compile(model.optimizer, model.loss, metrics=["accuracy"],
                              run_eagerly=True)  # fmt: skip
            for i in range(steps):
                rows = np.arange(i * batch_size, (i + 1) * batch_size) % len(x)
                model.train_on_batch(x[rows], y[rows])
            assert bool(programs_of(model)) is not run_eagerly
            predicted = [model.predict(x, 50, verbose=0) for _ in range(2)]
            return {**state_of(model), "predicted": predicted}
        finally:
            set_num_threads(None)

    with no_notice():
        wanted = train(True, 1)
        for count in (1, 2):
            assert_same(train(False, count), wanted)
    assert_same(train(True, 2), wanted)


# ---- changes in mid-training ----

X = np.random.default_rng(1).normal(size=(40, 5)).astype("float32")
Y = np.random.default_rng(2).normal(size=(40, 1)).astype("float32")
SCALE = 1.0


def scaled_loss(y_true: Any, y_pred: Any) -> Any:
    return SCALE * ops.mean(ops.square(y_true - y_pred), axis=-1)


class Weighted(keras.losses.Loss):
    """Have a setting."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = 1.0

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.weight * ops.mean(ops.square(y_true - y_pred), axis=-1)


class Scaled(layers.Layer):
    """Have settings, public and private."""

    def __init__(self) -> None:
        super().__init__()
        self.factor = 1.0
        self._private = 1.0
        self.table = [1.0]

    def call(self, x: Any) -> Any:
        return x * (self.factor * self._private * self.table[0])


def net(run_eagerly: bool, loss: Any = "mse") -> Any:
    model = keras.Sequential(
        [
            keras.Input((5,)),
            layers.Dense(4, activation="tanh", kernel_regularizer="l2"),
            layers.Dropout(0.2),
            Scaled(),
            layers.Dense(1),
        ]
    )
    model.compile("adam", loss, metrics=["mae"], run_eagerly=run_eagerly)
    return model


def steps(model: Any, count: int = 5) -> list[Any]:
    return [model.train_on_batch(X[:8], Y[:8]) for _ in range(count)]


def freeze(model: Any) -> None:
    model.layers[0].trainable = False


def set_weights(model: Any) -> None:
    model.set_weights([w * 0.5 for w in model.get_weights()])


def set_rate(model: Any) -> None:
    model.optimizer.learning_rate = 0.1


def set_schedule(model: Any) -> None:
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    model.optimizer.learning_rate = rate


def clip(model: Any) -> None:
    model.optimizer.clipnorm = 0.01


def reset_metrics(model: Any) -> None:
    model.reset_metrics()


def set_factor(model: Any) -> None:
    model.layers[2].factor = 3.0


def set_private(model: Any) -> None:
    model.layers[2]._private = 3.0


def set_rate_of_dropout(model: Any) -> None:
    model.layers[1].rate = 0.7


def assign(model: Any) -> None:
    model.layers[0].kernel.assign(model.layers[0].kernel * 2.0)


def recompile(model: Any) -> None:
    model.compile("sgd", "mae", run_eagerly=model._trainer.run_eagerly)


def save_and_load(model: Any) -> None:
    values = [v.numpy() for v in model.optimizer.variables]
    steps(model, 2)
    model.optimizer.load_own_variables({str(i): v for i, v in enumerate(values)})


@pytest.mark.parametrize(
    "change",
    [
        freeze, set_weights, set_rate, set_schedule, clip, reset_metrics, set_factor,
        set_private, set_rate_of_dropout, assign, recompile, save_and_load,
    ],
)  # fmt: skip
def test_change_between_steps(change: Callable[[Any], None]) -> None:
    def train(run_eagerly: bool) -> Found:
        model = net(run_eagerly)
        logs = steps(model)
        change(model)
        logs += steps(model)
        change(model)
        logs += steps(model)
        if change is freeze:
            model.layers[0].trainable = True
            logs += steps(model)
        return {**state_of(model), "logs": logs}

    both(train)


def test_settings_of_a_loss() -> None:
    def train(run_eagerly: bool) -> Found:
        loss = Weighted()
        model = net(run_eagerly, loss)
        logs = steps(model)
        loss.weight = 5.0
        return {**state_of(model), "logs": logs + steps(model)}

    both(train)


class Changing(keras.callbacks.Callback):
    """Change what nobody hears of, at the end of an epoch."""

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        global SCALE
        SCALE = 1.0 + epoch
        self.model.layers[2].table[0] = 1.0 + 0.5 * epoch


def test_what_changes_unheard_is_seen_in_the_next_epoch() -> None:
    def train(run_eagerly: bool) -> Found:
        global SCALE
        SCALE = 1.0
        model = net(run_eagerly, scaled_loss)
        model.fit(X, Y, batch_size=8, epochs=4, verbose=0, callbacks=[Changing()])
        SCALE = 0.1
        model.fit(X, Y, batch_size=8, verbose=0)
        return {**state_of(model), "logs": model.history.history}

    both(train)


@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_in_any_order(order: str) -> None:
    """The memory order of a batch may change the bits of a product."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(24, 33)).astype("float32")
    turns = [np.asfortranarray(x), np.ascontiguousarray(x), x[::-1], x.T.copy().T]

    def train(run_eagerly: bool) -> Found:
        model = keras.Sequential(
            [keras.Input((33,)), layers.Dense(17), layers.Dense(1)]
        )
        model.compile("sgd", "mse", run_eagerly=run_eagerly)
        y = np.ones((24, 1), "float32")
        for _ in range(4):
            model.train_on_batch(np.asarray(x, order=order), y)
        logs = [model.train_on_batch(turn, y) for turn in turns]
        return {**state_of(model), "logs": logs}

    both(train)


# ---- values handed out ----


def test_values_do_not_follow_later_steps() -> None:
    model = net(False)
    steps(model)
    kernel = model.layers[0].kernel
    taken = [kernel.value, kernel * 1.0, ops.reshape(kernel, (-1,)), kernel[1:]]
    taken += [ops.transpose(kernel), kernel.T, ops.squeeze(kernel[:, :1])]
    hosts = [kernel.numpy(), np.asarray(kernel), *model.get_weights()]
    before = [np.array(t.numpy()) for t in taken], [h.copy() for h in hosts]
    steps(model)
    for tensor, wanted in zip(taken, before[0]):
        np.testing.assert_array_equal(tensor.numpy(), wanted)
    for array, wanted in zip(hosts, before[1]):
        np.testing.assert_array_equal(array, wanted)
    assert not np.array_equal(kernel.numpy(), hosts[0])


def test_predictions_do_not_follow_later_ones() -> None:
    model = net(False)
    first = [model.predict_on_batch(X[:8]) for _ in range(5)]
    kept = [p.copy() for p in first]
    model.predict_on_batch(X[8:16])
    model.predict(X[8:16], verbose=0)
    np.testing.assert_array_equal(first, kept)


def test_a_batch_is_not_written_to() -> None:
    model = net(False)
    x, y = X[:8].copy(), Y[:8].copy()
    x.flags.writeable = y.flags.writeable = False
    for _ in range(5):
        model.train_on_batch(x, y)
    np.testing.assert_array_equal(x, X[:8])


# ---- several models ----


def test_two_models_share_layers() -> None:
    """As in adversarial training: one model's steps change what the other reads."""

    def train(run_eagerly: bool) -> Found:
        body = layers.Dense(6, activation="tanh", name="body")
        x = keras.Input((5,))
        first = keras.Model(x, layers.Dense(1)(body(x)))
        second = keras.Model(x, layers.Dense(2)(body(x)))
        first.compile("adam", "mse", run_eagerly=run_eagerly)
        second.compile("rmsprop", "mae", run_eagerly=run_eagerly)
        logs = []
        for _ in range(8):
            logs.append(first.train_on_batch(X[:8], Y[:8]))
            logs.append(second.train_on_batch(X[:8], np.repeat(Y[:8], 2, 1)))
        logs.append(first.predict(X, verbose=0))
        found = {f"first {k}": v for k, v in state_of(first).items()}
        return {**found, **state_of(second), "logs": logs}

    both(train)


def test_adversarial_training() -> None:
    def train(run_eagerly: bool) -> Found:
        maker = keras.Sequential([keras.Input((3,)), layers.Dense(5, name="maker")])
        critic = keras.Sequential(
            [keras.Input((5,)), layers.Dense(4, "relu"), layers.Dense(1, "sigmoid")]
        )
        critic.compile("adam", "binary_crossentropy", run_eagerly=run_eagerly)
        critic.trainable = False
        chain = keras.Sequential([maker, critic])
        chain.compile("adam", "binary_crossentropy", run_eagerly=run_eagerly)
        rng = np.random.default_rng(0)
        logs = []
        for _ in range(8):
            noise = rng.normal(size=(8, 3))
            made = maker.predict(noise, verbose=0)
            critic.trainable = True
            logs.append(critic.train_on_batch(made, np.zeros((8, 1))))
            logs.append(critic.train_on_batch(X[:8], np.ones((8, 1))))
            critic.trainable = False
            logs.append(chain.train_on_batch(noise, np.ones((8, 1))))
        found = {f"chain {k}": v for k, v in state_of(chain).items()}
        return {**found, **state_of(critic), "logs": logs}

    both(train)


def test_two_models_in_two_threads() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        start_over()
        wanted = _train_all(True, at_once=False)
        start_over()
        found = _train_all(False, at_once=True)
    finally:
        sys.setswitchinterval(before)
    for one, other in zip(found, wanted):
        assert_same(one, other)


def _train_all(run_eagerly: bool, at_once: bool) -> list[Found]:
    models = []
    for units in (3, 5):
        hidden = layers.Dense(units, activation="tanh")
        dropout = layers.Dropout(0.2, seed=units)
        model = keras.Sequential([keras.Input((5,)), hidden, dropout, layers.Dense(1)])
        model.compile("adam", "mse", metrics=["mae"], run_eagerly=run_eagerly)
        models.append(model)
    found: dict[int, Found] = {}

    def train(i: int) -> None:
        for _ in range(2):
            models[i].fit(X, Y, batch_size=7 + i, epochs=4, shuffle=False, verbose=0)
            predicted = models[i].predict(X, 9, verbose=0)
        found[i] = {**state_of(models[i]), "predicted": predicted}

    workers = [threading.Thread(target=train, args=(i,)) for i in range(len(models))]
    for worker in workers:
        worker.start()
        if not at_once:
            worker.join()
    for worker in workers:
        worker.join()
    return [found[i] for i in range(len(models))]


def test_one_model_predicts_in_several_threads() -> None:
    model = net(False)
    batches = [X[i : i + 8] for i in range(0, 32, 8)]
    wanted = [model(x).numpy() for x in batches]
    wrong = []

    def ask(i: int) -> None:
        found = [model.predict_on_batch(batches[i]) for _ in range(100)]
        wrong.extend([i for f in found if not np.array_equal(f, wanted[i])])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        workers = [threading.Thread(target=ask, args=(i,)) for i in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        sys.setswitchinterval(before)
    assert not wrong


# ---- copies ----


def test_copies_of_a_trained_model_go_their_own_way() -> None:
    model = keras.Sequential([keras.Input((5,)), layers.Dense(3), layers.Dense(1)])
    model.compile("adam", "mse")
    steps(model)
    twins = [copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    before = state_of(model)
    for twin in twins:
        assert_same(_weights(state_of(twin)), _weights(before))
        logs = steps(twin, 6)
        assert programs_of(twin)
        assert_same(state_of(model), before)
    logs = steps(model, 6)
    assert np.isfinite(np.array(logs)).all()
    for twin in twins:
        assert_same(_weights(state_of(twin)), _weights(state_of(model)))


def _weights(found: Found) -> Found:
    return {k: v for k, v in found.items() if not k.startswith("metric")}


# ---- errors ----


def test_an_error_is_told_as_it_would_be_eagerly() -> None:
    """An index out of range in a later batch: the same words, and no harm done."""

    def train(run_eagerly: bool) -> Found:
        model = keras.Sequential(
            [keras.Input((3,), dtype="int32"), layers.Embedding(5, 2), layers.Flatten(),
             layers.Dense(1)]
        )  # fmt: skip
        model.compile("adam", "mse", run_eagerly=run_eagerly)
        good = np.array([[0, 1, 2], [3, 4, 0]], "int32")
        y = np.ones((2, 1), "float32")
        for _ in range(4):
            model.train_on_batch(good, y)
        with pytest.raises(Exception) as error:
            model.train_on_batch(good + 3, y)
        words = [str(error.value), *getattr(error.value, "__notes__", [])]
        logs = [model.train_on_batch(good, y) for _ in range(4)]
        kind = type(error.value).__name__
        return {**state_of(model), "logs": logs, "kind": kind, "words": words[0]}

    both(train)


def test_a_kind_of_batch_met_once_keeps_no_activations() -> None:
    model = net(False)
    model.predict_on_batch(np.ones((7, 5), "float32"))
    gc.collect()
    (entry,) = model._trainer.runner("predict").replayer.entries.values()
    values = [v for e in entry.previous.equations for v in e.outputs]
    assert values
    assert all(v.sample is None for v in values)


# ---- memory ----


def resident_bytes() -> int:
    status = Path("/proc/self/status").read_text()
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return 1024 * int(line.split()[1])


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="resident memory is read from /proc"
)
@pytest.mark.usefixtures("examples")
def test_ten_thousand_steps_take_no_more_memory() -> None:
    model, x, y = pima()

    def work(epochs: int, calls: int) -> int:
        model.fit(x, y, batch_size=10, epochs=epochs, verbose=0)
        for i in range(calls):
            model.predict(x[: 10 + i % 3], verbose=0)
        gc.collect()
        return resident_bytes()

    before = work(20, 1500)
    assert work(130, 10_000) < 1.02 * before
