"""What cannot be recorded stays eager, right, and says why once; the rest does not."""

from __future__ import annotations

import itertools
import random
import re
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.errors import StaysEagerWarning
from integration.twins import assert_same, both, programs_of, start_over, state_of

RNG = np.random.default_rng(3)
X = RNG.normal(size=(48, 4)).astype("float32")
Y = RNG.normal(size=(48, 1)).astype("float32")
BATCH, EPOCHS = 8, 2  # 12 steps

Builder = Callable[[], Any]


class Between(keras.Model):
    """Call a layer between two dense ones, never on symbols."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.first = layers.Dense(4, activation="tanh")
        self.layer = layer
        self.last = layers.Dense(1)

    def call(self, x: Any) -> Any:
        return self.last(self.layer(self.first(x)))


def of_call(call: Callable[..., Any], **attributes: Any) -> Builder:
    """Return a builder of a model around a layer with that `call`."""

    def build() -> Any:
        made = {
            k: v() if callable(v) and k.startswith("make_") else v
            for k, v in attributes.items()
        }
        # Settings beginning with "make_" are made anew for each model.
        made = {k.removeprefix("make_"): v for k, v in made.items()}
        kind = type("Odd", (layers.Layer,), {"call": call, **_class_state(made)})
        layer = kind(name="odd")
        for name, value in made.items():
            if not name.startswith("class_"):
                setattr(layer, name, value)
        return Between(layer)

    return build


def _class_state(made: dict[str, Any]) -> dict[str, Any]:
    return {
        k.removeprefix("class_"): v for k, v in made.items() if k.startswith("class_")
    }


def compiled(build: Builder, run_eagerly: bool, **settings: Any) -> Any:
    model = build()
    if model._trainer is None:
        given = {"optimizer": "sgd", "loss": "mse", **settings}
        given = {k: v() if isinstance(v, type(_lazy)) and getattr(v, "lazy", False)
                 else v for k, v in given.items()}  # fmt: skip
        model.compile(**given, run_eagerly=run_eagerly)
    return model


def _lazy(function: Callable[[], Any]) -> Any:
    function.lazy = True  # type: ignore[attr-defined]
    return function


def trained(build: Builder, run_eagerly: bool, **settings: Any) -> Any:
    start_over()
    np.random.seed(4)
    random.seed(4)
    model = compiled(build, run_eagerly, **settings)
    model.fit(X, Y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0)
    return model


# ---- layers ----


def branches_on_data(self: Any, x: Any) -> Any:
    if ops.mean(x) > 0:
        return x * 2.0
    return x


def takes_float(self: Any, x: Any) -> Any:
    return x * float(ops.max(ops.abs(x)))


def prints(self: Any, x: Any) -> Any:
    str(x)
    return x


def formats(self: Any, x: Any) -> Any:
    text = f"{ops.sum(x)}"
    return x * (1.5 if text else 2.0)


def uses_numpy(self: Any, x: Any) -> Any:
    return x * np.abs(x).max()


def takes_array(self: Any, x: Any) -> Any:
    return x + ops.convert_to_numpy(x).mean()


def draws_numpy(self: Any, x: Any) -> Any:
    return x + np.random.normal(size=(1, 4)).astype("float32")


def draws_python(self: Any, x: Any) -> Any:
    return x * random.random()


def draws_generator(self: Any, x: Any) -> Any:
    return x * (self.rng.random((4,)) < 0.5).astype("float32")


def counts_on_layer(self: Any, x: Any) -> Any:
    self.count += 1
    return x * (1.0 if self.count < 7 else 2.0)


def counts_in_private(self: Any, x: Any) -> Any:
    self._count += 1
    return x * (1.0 if self._count < 7 else 2.0)


def counts_on_class(self: Any, x: Any) -> Any:
    type(self).calls += 1
    return x * (1.0 if type(self).calls < 7 else 2.0)


def counts_in_object(self: Any, x: Any) -> Any:
    self.state.count += 1
    return x * (1.0 if self.state.count < 7 else 2.0)


def counts_in_nested(self: Any, x: Any) -> Any:
    self.states["a"].count += 1
    return x * (1.0 if self.states["a"].count < 7 else 2.0)


def counts_in_array(self: Any, x: Any) -> Any:
    self.counts[0] += 1
    return x * (1.0 if self.counts[0] < 7 else 2.0)


def counts_by_iterator(self: Any, x: Any) -> Any:
    return x * (1.0 if next(self.numbers) < 7 else 2.0)


def appends(self: Any, x: Any) -> Any:
    self.seen.append(1)
    return x * (1.0 if len(self.seen) < 7 else 2.0)


def keeps_tensor(self: Any, x: Any) -> Any:
    self.last = x
    return x * 2.0


def keeps_old_tensor(self: Any, x: Any) -> Any:
    out = x if self.last is None else x + ops.stop_gradient(self.last)
    if not isinstance(x, keras.KerasTensor):
        self.last = x
    return out


def keeps_in_list(self: Any, x: Any) -> Any:
    self.seen.append(x)
    return x * 2.0


def reads_clock(self: Any, x: Any) -> Any:
    return x + 1e-30 * time.time()


COUNT = 0


def counts_globally(self: Any, x: Any) -> Any:
    global COUNT
    COUNT += 1
    return x * (1.0 if COUNT < 7 else 2.0)


def counting_in_closure() -> Callable[..., Any]:
    count = 0

    def call(self: Any, x: Any) -> Any:
        nonlocal count
        count += 1
        return x * (1.0 if count < 7 else 2.0)

    return call


def _helper(state: list[int]) -> float:
    state.append(0)
    return 1.0 if len(state) < 7 else 2.0


class Bag:
    """Be a thing of the user's own."""

    def __init__(self) -> None:
        self.count = 0


# What it does: how the model is built, what the notice says, whether it names a line.
LAYERS: dict[str, tuple[Builder, str, bool]] = {
    "if": (of_call(branches_on_data), "read a tensor's value", True),
    "float": (of_call(takes_float), "read a tensor's value", True),
    "print": (of_call(prints), "read a tensor's value", True),
    "format": (of_call(formats), "read a tensor's value", True),
    "numpy": (of_call(uses_numpy), "read a tensor's value", True),
    "to numpy": (of_call(takes_array), "read a tensor's value", True),
    "np.random": (of_call(draws_numpy), "random", False),
    "random": (of_call(draws_python), "random", False),
    "generator": (
        of_call(draws_generator, make_rng=lambda: np.random.default_rng(2)),
        "rng",
        False,
    ),
    "attribute": (of_call(counts_on_layer, count=0), r"'odd'\.count", False),
    "private attribute": (of_call(counts_in_private, _count=0), r"_count", False),
    "class": (of_call(counts_on_class, class_calls=0), "calls", False),
    "object": (of_call(counts_in_object, make_state=Bag), "state", False),
    "nested": (
        of_call(counts_in_nested, make_states=lambda: {"a": Bag()}), "states", False
    ),
    "array": (of_call(counts_in_array, make_counts=lambda: np.zeros(1)), "counts",
              False),
    "list": (of_call(appends, make_seen=list), "seen", False),
    "tensor": (of_call(keeps_tensor, last=None), "last", False),
    "old tensor": (of_call(keeps_old_tensor, last=None), "", False),
    "list of tensors": (of_call(keeps_in_list, make_seen=list), "seen", False),
    "clock": (of_call(reads_clock), "Python values must stay the same", True),
    "closure": (lambda: of_call(counting_in_closure())(), "count", False),
}  # fmt: skip


@pytest.mark.parametrize("case", LAYERS)
def test_layer_stays_eager(case: str) -> None:
    build, words, names_line = LAYERS[case]
    expect(build, words, names_line)


def expect(build: Builder, words: str, names_line: bool, **settings: Any) -> None:
    """Train both ways: the same weights, and one notice that names the reason."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        traced = state_of(trained(build, False, **settings))
    notices = [str(w.message) for w in caught if w.category is StaysEagerWarning]
    assert_same(traced, state_of(trained(build, True, **settings)))
    assert len(notices) == 1, notices
    assert re.search(words, notices[0]), notices[0]
    if names_line:
        assert re.search(r"test_untraceable\.py:\d+\)", notices[0]), notices[0]


def test_global_counter() -> None:
    global COUNT

    def build() -> Any:
        global COUNT
        COUNT = 0
        return of_call(counts_globally)()

    expect(build, "COUNT", False)


# ---- losses, metrics, rates ----


def numpy_loss(y_true: Any, y_pred: Any) -> Any:
    return np.mean(np.square(y_true - y_pred))


def half_numpy_loss(y_true: Any, y_pred: Any) -> Any:
    scale = np.std(ops.convert_to_numpy(y_true)) + 1.0
    return ops.mean(ops.square(y_true - y_pred), axis=-1) * float(scale)


def growing_loss() -> Any:
    seen: list[int] = []

    def loss(y_true: Any, y_pred: Any) -> Any:
        return ops.mean(ops.square(y_true - y_pred), axis=-1) * _helper(seen)

    return loss


class HostMetric(keras.metrics.Metric):
    """Count on the host."""

    def __init__(self) -> None:
        super().__init__(name="host")
        self.total = self.add_weight(name="total", initializer="zeros")
        self.rows = 0

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.rows += 1
        self.total.assign_add(ops.sum(y_pred) * (1.0 if self.rows < 7 else 3.0))

    def result(self) -> Any:
        return self.total.value


class ReadingMetric(HostMetric):
    """Read what it is shown."""

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        if float(ops.sum(y_pred)) > 0:
            self.total.assign_add(1.0)


def plain() -> Any:
    return keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(1)])


def test_loss_that_uses_numpy() -> None:
    expect(plain, "read a tensor's value", True, loss=half_numpy_loss)


def test_loss_with_a_counter() -> None:
    expect(plain, "seen", False, loss=_lazy(growing_loss))


def test_metric_with_a_counter() -> None:
    expect(plain, "rows", False, metrics=_lazy(lambda: [HostMetric()]))


def test_metric_that_reads() -> None:
    expect(plain, "value", True, metrics=_lazy(lambda: [ReadingMetric()]))


def test_learning_rate_from_a_function() -> None:
    def optimizer() -> Any:
        numbers = itertools.count(1)
        return keras.optimizers.SGD(lambda: 0.1 / next(numbers))

    expect(plain, "learning rate comes from a Python function", False,
           optimizer=_lazy(optimizer))  # fmt: skip


# ---- steps of the user's own ----


class OwnStep(keras.Model):
    """Train in Keras's way."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = layers.Dense(3, activation="tanh")
        self.out = layers.Dense(1)
        self.steps = 0
        self.record: list[Any] = []

    def call(self, x: Any, training: bool = False) -> Any:
        return self.out(self.hidden(x))

    def scale(self, loss: Any) -> Any:
        return loss

    def train_step(self, data: Any) -> Any:
        x, y = data
        with keras.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.scale(self.compute_loss(x=x, y=y, y_pred=y_pred))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return self.compute_metrics(x, y, y_pred, None)


class Counts(OwnStep):
    """Change after some steps."""

    def scale(self, loss: Any) -> Any:
        self.steps += 1
        return loss * (1.0 if self.steps < 7 else 0.5)


class Reads(OwnStep):
    """Look at the loss."""

    def scale(self, loss: Any) -> Any:
        return loss if float(loss) < 0.5 else loss * 2.0


class Keeps(OwnStep):
    """Write down every loss."""

    def scale(self, loss: Any) -> Any:
        self.record.append(loss)
        return loss


class Random(OwnStep):
    """Draw from NumPy."""

    def scale(self, loss: Any) -> Any:
        return loss * float(np.random.rand())


class ReturnsNumbers(OwnStep):
    """Give logs as floats."""

    def train_step(self, data: Any) -> Any:
        logs = super().train_step(data)
        return {k: float(v) for k, v in logs.items()}


class Listens(OwnStep):
    """Look at the step's number."""

    def scale(self, loss: Any) -> Any:
        return loss * (1.0 if int(self.optimizer.iterations) < 7 else 0.5)


@pytest.mark.parametrize(
    ("build", "words", "names_line"),
    [
        (Counts, "steps", False),
        (Reads, "read a tensor's value", True),
        (Keeps, "record", False),
        (Random, "random", False),
        (ReturnsNumbers, "read a tensor's value", True),
        (Listens, "read a tensor's value", True),
    ],
)
def test_own_step_stays_eager(build: Builder, words: str, names_line: bool) -> None:
    expect(build, words, names_line)


# ---- and what keeps its program ----


class OwnMetrics(OwnStep):
    """Keep metrics of its own, in Keras's style."""

    def __init__(self) -> None:
        super().__init__()
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.mae = keras.metrics.MeanAbsoluteError(name="mae")

    @property
    def metrics(self) -> list[Any]:
        return [self.loss_tracker, self.mae]

    def train_step(self, data: Any) -> Any:
        x, y = data
        with keras.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = keras.losses.mean_squared_error(y, y_pred)
            loss = ops.mean(loss)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.loss_tracker.update_state(loss)
        self.mae.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}

    def test_step(self, data: Any) -> Any:
        x, y = data
        self.mae.update_state(y, self(x, training=False))
        return {"mae": self.mae.result()}


class Sampling(layers.Layer):
    """Draw with cornu.random, and add a loss."""

    def __init__(self) -> None:
        super().__init__()
        self.seeds = keras.random.SeedGenerator(7)
        self.seen = keras.metrics.Mean(name="seen")

    def build(self, shape: Any) -> None:
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, x: Any, training: bool = False) -> Any:
        self.add_loss(0.01 * ops.mean(ops.square(self.scale)))
        self.seen.update_state(x)
        self.calls.assign_add(1.0)
        if training:
            x = x + keras.random.normal(ops.shape(x), seed=self.seeds)
        return ops.where(self.calls > 6.0, x * 2.0, x) * self.scale


def own_loss(y_true: Any, y_pred: Any) -> Any:
    return ops.mean(ops.abs(ops.cast(y_true, "float32") - y_pred), axis=-1)


class OwnLoss(keras.losses.Loss):
    """Weigh large errors."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        error = ops.square(y_true - y_pred)
        return ops.mean(ops.where(error > 1.0, 2.0 * error, error), axis=-1)


class OwnMetric(keras.metrics.Metric):
    """Find the largest error."""

    def __init__(self) -> None:
        super().__init__(name="worst")
        self.worst = self.add_weight(name="worst", initializer="zeros")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.worst.assign(ops.maximum(self.worst, ops.max(ops.abs(y_true - y_pred))))

    def result(self) -> Any:
        return self.worst.value


def sampling() -> Any:
    return keras.Sequential([layers.Dense(4), Sampling(), layers.Dense(1)])


def with_lambda() -> Any:
    scale = 1.5
    return keras.Sequential(
        [
            layers.Dense(4),
            layers.Lambda(lambda x: ops.concatenate([x, scale * ops.exp(-x)], -1)),
            layers.Dense(1),
        ]
    )


def clipped() -> Any:
    return keras.optimizers.Adam(
        keras.optimizers.schedules.ExponentialDecay(0.1, 4, 0.5), global_clipnorm=0.1
    )


TRACEABLE: dict[str, tuple[Builder, dict[str, Any]]] = {
    "own step": (OwnStep, {}),
    "own metrics": (OwnMetrics, {"loss": None}),
    "add_loss": (sampling, {}),
    "own loss function": (plain, {"loss": own_loss}),
    "own loss": (plain, {"loss": _lazy(OwnLoss)}),
    "own metric": (plain, {"metrics": _lazy(lambda: [OwnMetric(), own_loss])}),
    "lambda": (with_lambda, {}),
    "schedule and clipping": (plain, {"optimizer": _lazy(clipped)}),
}


@pytest.mark.parametrize("case", TRACEABLE)
def test_step_keeps_its_program(case: str) -> None:
    build, given = TRACEABLE[case]

    def train(run_eagerly: bool) -> dict[str, Any]:
        model = trained(build, run_eagerly, **given)
        found = {**state_of(model), "logs": model.history.history}
        found["measured"] = model.evaluate(X, Y, verbose=0, return_dict=True)
        found["predicted"] = [model.predict(X, verbose=0) for _ in range(3)]
        assert bool(programs_of(model)) is not run_eagerly
        return found

    both(train)


def halved(epoch: int, rate: float) -> float:
    return rate * 0.5


CALLBACKS: dict[str, Callable[[Any], list[Any]]] = {
    "plateau": lambda path: [
        keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=0, min_delta=10.0)
    ],
    "early": lambda path: [
        keras.callbacks.EarlyStopping(
            monitor="loss", patience=2, min_delta=10.0, restore_best_weights=True
        )
    ],
    "checkpoint": lambda path: [
        keras.callbacks.ModelCheckpoint(
            path / "w.weights.h5", save_weights_only=True, save_freq=4
        )
    ],
    "rate": lambda path: [keras.callbacks.LearningRateScheduler(halved)],
}


@pytest.mark.parametrize("case", CALLBACKS)
def test_callbacks_keep_the_program(case: str, tmp_path: Any) -> None:
    kept = []

    def train(run_eagerly: bool) -> dict[str, Any]:
        model = compiled(plain, run_eagerly, metrics=["mae"], optimizer="adam")
        model.fit(X, Y, batch_size=BATCH, epochs=1, verbose=0)
        before = programs_of(model)
        model.fit(
            X, Y, batch_size=BATCH, epochs=5, verbose=0, validation_data=(X, Y),
            callbacks=CALLBACKS[case](tmp_path),
        )  # fmt: skip
        if not run_eagerly:
            kept.extend([before, programs_of(model)])
        return {**state_of(model), "logs": model.history.history}

    both(train)
    before, after = kept
    assert len(before) == 1
    assert after == before
