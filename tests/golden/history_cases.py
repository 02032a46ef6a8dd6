"""Define small trainings whose logs any Keras-like library can be held to.

``CASES[name](keras)`` trains one with weights by recipe and batches in a fixed order,
and returns what it logged: plain numbers, lists and dictionaries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from golden.training_models import weight_values

Logs = dict[str, Any]


def _draw(label: int, *shape: int) -> np.ndarray:
    rng = np.random.Generator(np.random.Philox(label))
    return rng.standard_normal(shape).astype(np.float32)


def _labels(label: int, count: int, classes: int) -> np.ndarray:
    rng = np.random.Generator(np.random.Philox(label))
    return rng.integers(0, classes, count).astype(np.int32)


X = _draw(1, 10, 3)
Y = _draw(2, 10, 1)
Y2 = _draw(3, 10, 2)
LABELS = _labels(4, 10, 3)
BITS = _labels(5, 10, 2).astype(np.float32)[:, None]
WEIGHTS = np.linspace(0.5, 2.0, 10).astype(np.float32)
FIT = {"batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0}


def _filled(model: Any, seed: int = 7) -> Any:
    model.set_weights(weight_values([tuple(w.shape) for w in model.weights], seed))
    return model


def _single(keras: Any, units: int = 1, activation: str | None = None) -> Any:
    k = keras.layers
    return _filled(
        keras.Sequential(
            [
                keras.Input((3,)),
                k.Dense(4, activation="tanh"),
                k.Dense(units, activation=activation),
            ]
        )
    )


def _sgd(keras: Any) -> Any:
    return keras.optimizers.SGD(0.1)


def _double(keras: Any, structure: str = "list") -> Any:
    """Return a model of two inputs and two outputs, named `score` and `label`."""
    k = keras.layers
    left, right = keras.Input((3,), name="left"), keras.Input((3,), name="right")
    hidden = k.Dense(4, activation="tanh", name="hidden")(k.concatenate([left, right]))
    score = k.Dense(1, name="score")(hidden)
    label = k.Dense(3, activation="softmax", name="label")(hidden)
    outputs: Any = [score, label]
    if structure == "dict":
        outputs = {"points": score, "kind": label}
    return _filled(keras.Model([left, right], outputs))


TWO = [X, X[:, ::-1].copy()]


def _plain(logs: Any) -> Any:
    if isinstance(logs, dict):
        return {str(k): _plain(v) for k, v in logs.items()}
    if isinstance(logs, list | tuple):
        return [_plain(v) for v in logs]
    return logs if isinstance(logs, str) else float(logs)


def _fit(model: Any, x: Any, y: Any = None, **settings: Any) -> Logs:
    history = model.fit(x, y, **{**FIT, **settings})
    return {"history": _plain(history.history), "epochs": _plain(history.epoch)}


def _measure(model: Any, x: Any, y: Any, **settings: Any) -> Logs:
    found = _fit(model, x, y, **settings)
    quiet = {"batch_size": 4, "verbose": 0}
    found["evaluate"] = _plain(model.evaluate(x, y, **quiet))
    found["evaluate_dict"] = _plain(model.evaluate(x, y, return_dict=True, **quiet))
    return found


# ---- one output ----


def regression(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae", "mse"])
    return _measure(model, X, Y)


def loss_only(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse")
    return _measure(model, X, Y)


def binary(keras: Any) -> Logs:
    model = _single(keras, 1, "sigmoid")
    model.compile(_sgd(keras), "binary_crossentropy", metrics=["accuracy", "AUC"])
    return _measure(model, X, BITS)


def binary_flat_targets(keras: Any) -> Logs:
    model = _single(keras, 1, "sigmoid")
    model.compile(_sgd(keras), "binary_crossentropy", metrics=["acc"])
    return _measure(model, X, BITS[:, 0])


def sparse(keras: Any) -> Logs:
    model = _single(keras, 3, "softmax")
    model.compile(_sgd(keras), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return _measure(model, X, LABELS)


def sparse_from_logits(keras: Any) -> Logs:
    model = _single(keras, 3)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(_sgd(keras), loss, metrics=["acc"])
    return _measure(model, X, LABELS[:, None])


def one_hot(keras: Any) -> Logs:
    model = _single(keras, 3, "softmax")
    model.compile(
        _sgd(keras),
        "categorical_crossentropy",
        metrics=["accuracy", "categorical_crossentropy"],
    )
    return _measure(model, X, np.eye(3, dtype=np.float32)[LABELS])


def metric_objects(keras: Any) -> Logs:
    model = _single(keras, 1, "sigmoid")
    m = keras.metrics
    model.compile(
        _sgd(keras),
        "binary_crossentropy",
        metrics=[m.Precision(name="p"), m.Recall(name="r"), "binary_accuracy"],
    )
    return _measure(model, X, BITS)


def sample_weight(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"], weighted_metrics=["mse", "msle"])
    return _fit(model, X, np.abs(Y), sample_weight=WEIGHTS)


def class_weight(keras: Any) -> Logs:
    model = _single(keras, 3, "softmax")
    model.compile(
        _sgd(keras),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["sparse_categorical_accuracy"],
    )
    return _fit(model, X, LABELS, class_weight={0: 1.0, 1: 2.0, 2: 0.5})


def class_weight_one_hot(keras: Any) -> Logs:
    model = _single(keras, 3, "softmax")
    model.compile(_sgd(keras), "categorical_crossentropy", metrics=["accuracy"])
    targets = np.eye(3, dtype=np.float32)[LABELS]
    return _fit(model, X, targets, class_weight={0: 1.0, 1: 2.0, 2: 0.5})


def validation_split(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    return _fit(model, X, Y, validation_split=0.35)


def validation_split_weighted(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", weighted_metrics=["mae"])
    return _fit(model, X, Y, validation_split=0.35, sample_weight=WEIGHTS)


def validation_data(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"], weighted_metrics=["mape"])
    data = (X[:5], Y[5:], WEIGHTS[:5])
    return _fit(model, X, Y, validation_data=data, validation_batch_size=2)


def epochs(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse")
    return _fit(
        model,
        X,
        Y,
        epochs=5,
        initial_epoch=1,
        validation_data=(X, Y),
        validation_freq=2,
    )


def validation_epochs(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse")
    return _fit(model, X, Y, epochs=4, validation_data=(X, Y), validation_freq=[1, 4])


# ---- where the data comes from ----


def _stream(weighted: bool = False) -> Iterator[Any]:
    for start in range(0, 10_000, 5):
        part = slice(start % 10, start % 10 + 5)
        yield (X[part], Y[part], WEIGHTS[part]) if weighted else (X[part], Y[part])


def generator(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    return _fit(
        model,
        _stream(),
        batch_size=None,
        steps_per_epoch=3,
        validation_data=_stream(),
        validation_steps=2,
    )


def weighted_generator(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", weighted_metrics=["mae"])
    return _fit(model, _stream(True), batch_size=None, steps_per_epoch=3)


def numbered(keras: Any) -> Logs:
    class Pairs(keras.utils.PyDataset):
        def __len__(self) -> int:
            return 3

        def __getitem__(self, index: int) -> Any:
            part = slice(4 * index, 4 * index + 4)
            return X[part], Y[part]

    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    return _fit(model, Pairs(), batch_size=None, validation_data=Pairs())


def uneven_last_batch(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    return _measure(model, X[:9], Y[:9])


# ---- several outputs ----


def list_of_losses(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(
        _sgd(keras),
        ["mse", "sparse_categorical_crossentropy"],
        metrics=[["mae"], ["accuracy"]],
    )
    return _measure(model, TWO, [Y, LABELS])


def losses_by_name(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(
        _sgd(keras),
        {"score": "mse", "label": "sparse_categorical_crossentropy"},
        loss_weights={"score": 0.5, "label": 2.0},
        metrics={"label": ["accuracy", "sparse_categorical_crossentropy"]},
    )
    return _measure(
        model, {"left": TWO[0], "right": TWO[1]}, {"score": Y, "label": LABELS}
    )


def weights_of_losses(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(
        _sgd(keras),
        ["mse", "sparse_categorical_crossentropy"],
        loss_weights=[0.25, 3.0],
        metrics=["mae", "accuracy"],
    )
    return _measure(model, TWO, [Y, LABELS])


def dictionary_outputs(keras: Any) -> Logs:
    model = _double(keras, "dict")
    model.compile(
        _sgd(keras),
        {"points": "mse", "kind": "sparse_categorical_crossentropy"},
        metrics={"points": ["mae"], "kind": ["acc"]},
    )
    return _measure(model, TWO, {"points": Y, "kind": LABELS})


def one_loss_for_all(keras: Any) -> Logs:
    k = keras.layers
    x = keras.Input((3,))
    model = _filled(keras.Model(x, [k.Dense(1, name="a")(x), k.Dense(2, name="b")(x)]))
    model.compile(_sgd(keras), "mse", metrics=[["mae"], ["mae"]])
    return _measure(model, X, [Y, Y2])


def one_output_without_loss(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(_sgd(keras), ["mse", None], metrics=[["mae"], []])
    return _fit(model, TWO, [Y, LABELS])


def weights_by_output(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(
        _sgd(keras),
        {"score": "mse", "label": "sparse_categorical_crossentropy"},
        weighted_metrics={"score": ["mae"], "label": ["accuracy"]},
    )
    return _fit(
        model,
        TWO,
        [Y, LABELS],
        sample_weight=[WEIGHTS, WEIGHTS[::-1].copy()],
    )


# ---- masks ----


def _sequence(keras: Any) -> Any:
    k = keras.layers
    return _filled(
        keras.Sequential(
            [
                keras.Input((5,), dtype="int32"),
                k.Embedding(6, 4, mask_zero=True),
                k.LSTM(3, return_sequences=True),
                k.Dense(3, activation="softmax"),
            ]
        )
    )


TOKENS = _labels(8, 50, 5).reshape(10, 5) + 1
TOKENS[np.arange(5)[None, :] >= (np.arange(10)[:, None] % 4 + 2)] = 0
STEPWISE = _labels(9, 50, 3).reshape(10, 5)


def masked_sequence(keras: Any) -> Logs:
    model = _sequence(keras)
    model.compile(
        _sgd(keras),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["sparse_categorical_crossentropy"],
    )
    return _measure(model, TOKENS, STEPWISE)


def masked_last_step(keras: Any) -> Logs:
    k = keras.layers
    layers = [
        keras.Input((5, 2)),
        k.Masking(0.0),
        k.GRU(3),
        k.Dense(1),
    ]
    model = _filled(keras.Sequential(layers))
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    x = _draw(10, 10, 5, 2)
    x[TOKENS == 0] = 0
    return _measure(model, x, Y)


# ---- what layers add, and parts of one's own ----


def regularizers(keras: Any) -> Logs:
    k = keras.layers
    layers = [
        keras.Input((3,)),
        k.Dense(4, kernel_regularizer="l2", activity_regularizer="l1"),
        k.Dense(1, bias_regularizer=keras.regularizers.L1L2(0.1, 0.1)),
    ]
    model = _filled(keras.Sequential(layers))
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    return _measure(model, X, Y)


def added_loss(keras: Any) -> Logs:
    class Bound(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            self.add_loss(0.1 * keras.ops.mean(x * x))
            return x

    k = keras.layers
    model = _filled(
        keras.Sequential([keras.Input((3,)), k.Dense(2), Bound(), k.Dense(1)])
    )
    model.compile(_sgd(keras), "mse")
    return _measure(model, X, Y)


def added_loss_alone(keras: Any) -> Logs:
    class Pull(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            self.add_loss(keras.ops.mean((x - 1.0) ** 2))
            return x

    model = _filled(
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), Pull()])
    )
    model.compile(_sgd(keras))
    return _fit(model, X)


def own_functions(keras: Any) -> Logs:
    def quartic(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean((y_true - y_pred) ** 4, axis=-1)

    def largest(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.max(keras.ops.abs(y_true - y_pred), axis=-1)

    model = _single(keras)
    model.compile(_sgd(keras), quartic, metrics=[largest, "mae"])
    return _measure(model, X, Y)


def own_classes(keras: Any) -> Logs:
    class Quartic(keras.losses.Loss):
        def call(self, y_true: Any, y_pred: Any) -> Any:
            return keras.ops.mean((y_true - y_pred) ** 4, axis=-1)

    class Seen(keras.metrics.Metric):
        def __init__(self, name: str = "seen", **kwargs: Any) -> None:
            super().__init__(name=name, **kwargs)
            self.rows = self.add_weight(shape=(), initializer="zeros", name="rows")

        def update_state(
            self, y_true: Any, y_pred: Any, sample_weight: Any = None
        ) -> None:
            self.rows.assign_add(keras.ops.sum(keras.ops.ones_like(y_true)))

        def result(self) -> Any:
            return self.rows + 0.0

        def reset_state(self) -> None:
            self.rows.assign(0.0)

    model = _single(keras)
    model.compile(_sgd(keras), Quartic(), metrics=[Seen(), "mae"])
    return _measure(model, X, Y)


def frozen_layer(keras: Any) -> Logs:
    model = _single(keras)
    model.layers[0].trainable = False
    model.compile(_sgd(keras), "mse")
    return _fit(model, X, Y)


def subclassed(keras: Any) -> Logs:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.parts = [keras.layers.Dense(4, activation="tanh") for _ in range(2)]
            self.heads = {"a": keras.layers.Dense(1), "b": keras.layers.Dense(2)}

        def call(self, x: Any) -> Any:
            for part in self.parts:
                x = part(x)
            return {"a": self.heads["a"](x), "b": self.heads["b"](x)}

    model = Net()
    model(X)
    _filled(model)
    model.compile(
        _sgd(keras), {"a": "mse", "b": "mae"}, metrics={"a": ["mae"], "b": ["mse"]}
    )
    return _measure(model, X, {"a": Y, "b": Y2})


def subclassed_list(keras: Any) -> Logs:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = keras.layers.Dense(1), keras.layers.Dense(2)

        def call(self, x: Any) -> Any:
            return [self.a(x), self.b(x)]

    model = Net()
    model(X)
    _filled(model)
    model.compile(_sgd(keras), ["mse", "mae"], metrics=[["mae"], ["mse"]])
    return _measure(model, X, [Y, Y2])


# ---- batch by batch ----


def on_batches(keras: Any) -> Logs:
    model = _single(keras)
    model.compile(_sgd(keras), "mse", metrics=["mae"])
    found: Logs = {"train": [], "test": []}
    for start in (0, 4, 8):
        part = slice(start, start + 4)
        found["train"].append(_plain(model.train_on_batch(X[part], Y[part])))
    found["weighted"] = _plain(model.train_on_batch(X, Y, sample_weight=WEIGHTS))
    model.reset_metrics()
    for _ in range(2):
        found["test"].append(_plain(model.test_on_batch(X, Y, return_dict=True)))
    found["predictions"] = _plain(model.predict_on_batch(X)[:, 0].tolist())
    return found


def on_batch_classes(keras: Any) -> Logs:
    model = _single(keras, 3, "softmax")
    model.compile(_sgd(keras), "sparse_categorical_crossentropy", metrics=["acc"])
    found = model.train_on_batch(
        X, LABELS, class_weight={0: 1.0, 1: 2.0, 2: 0.5}, return_dict=True
    )
    return _plain(found)


def on_batch_outputs(keras: Any) -> Logs:
    model = _double(keras)
    model.compile(_sgd(keras), ["mse", "sparse_categorical_crossentropy"])
    return {
        "list": _plain(model.train_on_batch(TWO, [Y, LABELS])),
        "dict": _plain(model.train_on_batch(TWO, [Y, LABELS], return_dict=True)),
    }


CASES: dict[str, Callable[[Any], Logs]] = {
    function.__name__: function
    for function in (
        regression,
        loss_only,
        binary,
        binary_flat_targets,
        sparse,
        sparse_from_logits,
        one_hot,
        metric_objects,
        sample_weight,
        class_weight,
        class_weight_one_hot,
        validation_split,
        validation_split_weighted,
        validation_data,
        epochs,
        validation_epochs,
        generator,
        weighted_generator,
        numbered,
        uneven_last_batch,
        list_of_losses,
        losses_by_name,
        weights_of_losses,
        dictionary_outputs,
        one_loss_for_all,
        one_output_without_loss,
        weights_by_output,
        masked_sequence,
        masked_last_step,
        regularizers,
        added_loss,
        added_loss_alone,
        own_functions,
        own_classes,
        frozen_layer,
        subclassed,
        subclassed_list,
        on_batches,
        on_batch_classes,
        on_batch_outputs,
    )
}
