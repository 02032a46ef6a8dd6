"""Bad input is refused before work starts, in words that say what to do.

Each row of the table: a name, what is done, the kind of error, and words its message
must hold. Models that an action watches must come out with the weights they had.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import DataError, DTypeError, NotBuiltError, ShapeError

X = np.linspace(-1, 1, 40, dtype=np.float32).reshape(10, 4)
Y = X[:, :1] * 2
LABELS = np.arange(10) % 3
BITS = (LABELS > 1).astype(np.float32)[:, None]
ONE_HOT = np.eye(3, dtype=np.float32)[LABELS]
IMAGES = np.zeros((4, 8, 8, 1), np.float32)


class Lab:
    """Make models and remember how their weights were."""

    def __init__(self) -> None:
        self.watched: list[tuple[Any, list[np.ndarray], Any]] = []

    def watch(self, model: Any) -> Any:
        steps = None if model.optimizer is None else int(model.optimizer.iterations)
        self.watched.append((model, model.get_weights(), steps))
        return model

    def unchanged(self) -> None:
        for model, before, steps in self.watched:
            if steps is not None and model.optimizer is not None:
                assert int(model.optimizer.iterations) == steps
            if before:
                for one, other in zip(before, model.get_weights(), strict=True):
                    np.testing.assert_array_equal(one, other)

    def plain(
        self,
        loss: Any = "mse",
        units: int = 1,
        activation: Any = None,
        **settings: Any,
    ) -> Any:
        model = keras.Sequential(
            [keras.Input((4,)), layers.Dense(units, activation=activation, name="out")],
            name="plain",
        )
        model.compile("sgd", loss, **settings)
        return self.watch(model)

    def deferred(self, *stack: Any, loss: Any = "mse") -> Any:
        model = keras.Sequential(list(stack) or [layers.Dense(1)], name="deferred")
        model.compile("sgd", loss)
        return self.watch(model)

    def double(self) -> Any:
        a, b = keras.Input((4,), name="a"), keras.Input((2,), name="b")
        both = layers.concatenate([a, b])
        outputs = [layers.Dense(1, name="p")(both), layers.Dense(3, name="q")(both)]
        model = keras.Model([a, b], outputs, name="double")
        model.compile("sgd", "mse")
        return self.watch(model)


Action = Callable[[Lab], Any]
Row = tuple[str, Action, type[Exception], tuple[str, ...]]


def fit(*args: Any, **settings: Any) -> Action:
    """Train the plain model of one output."""
    return lambda lab: lab.plain().fit(*args, **{"verbose": 0, **settings})


def fit_with(loss: Any, y: Any, units: int = 3, activation: Any = "softmax") -> Action:
    return lambda lab: lab.plain(loss, units, activation).fit(X, y, verbose=0)


def with_value(array: np.ndarray, value: float) -> np.ndarray:
    changed = array.copy()
    changed[7, 0] = value
    return changed


SHAPES: list[Row] = [
    ("features", fit(X[:, :3], Y), ShapeError, ("plain", "(None, 4)", "(10, 3)")),
    ("rank", fit(X[:, 0], Y), ShapeError, ("plain", "(None, 4)", "(10,)")),
    ("rank above", fit(X[:, None], Y), ShapeError, ("(None, 4)", "(10, 1, 4)")),
    ("rows of x and y", fit(X, Y[:9]), DataError, ("x has 10", "y has 9")),
    (
        "rows of weights",
        fit(X, Y, sample_weight=np.ones(4)),
        DataError,
        ("sample_weight has 4", "x has 10"),
    ),
    ("empty", fit(X[:0], Y[:0]), DataError, ("empty", "0 rows")),
    ("empty list", fit([], []), DataError, ("x",)),
    ("one number", fit(3.0, 1.0), ShapeError, ("x", "batch axis")),
    ("ragged", fit([[1, 2], [3]], Y[:2]), DataError, ("different lengths", "pad")),
    (
        "predict",
        lambda lab: lab.plain().predict(X[:, :3], verbose=0),
        ShapeError,
        ("plain", "(None, 4)", "(10, 3)"),
    ),
    (
        "evaluate",
        lambda lab: lab.plain().evaluate(X[:, :3], Y, verbose=0),
        ShapeError,
        ("(None, 4)", "(10, 3)"),
    ),
    (
        "call",
        lambda lab: lab.plain()(X[:, :3]),
        ShapeError,
        ("plain", "(None, 4)", "(10, 3)"),
    ),
    (
        "train_on_batch",
        lambda lab: lab.plain().train_on_batch(X[:, :3], Y),
        ShapeError,
        ("(None, 4)", "(10, 3)"),
    ),
    (
        "predict before build, wrong rank",
        lambda lab: lab.deferred(layers.Conv2D(2, 3, name="eye")).predict(
            IMAGES[..., 0], verbose=0
        ),
        ShapeError,
        ("eye", "4 axes", "3", "x[..., None]"),
    ),
    (
        "fit before build, wrong rank",
        lambda lab: lab.deferred(layers.LSTM(2, name="memory")).fit(X, Y, verbose=0),
        ShapeError,
        ("memory", "rank 3", "(None, 4)"),
    ),
    (
        "second call, other features",
        lambda lab: (lambda d: (d(X), d(X[:, :2])))(layers.Dense(2, name="layer_a")),
        ShapeError,
        ("layer_a", "4", "(10, 2)"),
    ),
    (
        "validation features",
        fit(X, Y, validation_data=(X[:, :3], Y)),
        ShapeError,
        ("(None, 4)", "(10, 3)"),
    ),
    (
        "validation rows",
        fit(X, Y, validation_data=(X, Y[:4])),
        DataError,
        ("x has 10", "y has 4"),
    ),
]

TARGETS: list[Row] = [
    (
        "integers into categorical_crossentropy",
        fit_with("categorical_crossentropy", LABELS),
        ShapeError,
        ("categorical_crossentropy", "sparse_categorical_crossentropy", "(None, 3)"),
    ),
    (
        "one-hot into sparse",
        fit_with("sparse_categorical_crossentropy", ONE_HOT),
        ShapeError,
        ("sparse_categorical_crossentropy", "categorical_crossentropy"),
    ),
    (
        "too few units",
        fit_with("sparse_categorical_crossentropy", LABELS, units=2),
        DataError,
        ("0 to 2", "2 classes", "3 units"),
    ),
    (
        "labels from 1",
        fit_with("sparse_categorical_crossentropy", LABELS + 1),
        DataError,
        ("1 to 3", "3 classes", "Subtract 1"),
    ),
    (
        "negative labels",
        fit_with("sparse_categorical_crossentropy", LABELS - 1),
        DataError,
        ("-1 to 1",),
    ),
    (
        "fractional labels",
        fit_with("sparse_categorical_crossentropy", LABELS + 0.5),
        DataError,
        ("0.5", "whole"),
    ),
    (
        "one unit under softmax",
        fit_with("binary_crossentropy", BITS, units=1),
        ShapeError,
        ("out", "softmax", "1 unit", "sigmoid"),
    ),
    (
        "labels -1 and 1 into binary",
        fit_with("binary_crossentropy", BITS * 2 - 1, 1, "sigmoid"),
        DataError,
        ("-1", "binary_crossentropy", "0 and 1"),
    ),
    (
        "three classes into binary",
        fit_with("binary_crossentropy", LABELS[:, None], 1, "sigmoid"),
        DataError,
        ("0 to 2", "sparse_categorical_crossentropy"),
    ),
    (
        "width",
        fit_with("mse", ONE_HOT, 2, None),
        ShapeError,
        ("(None, 3)", "(None, 2)"),
    ),
    (
        "text labels",
        fit_with("sparse_categorical_crossentropy", np.array(["cat", "dog"] * 5)),
        DTypeError,
        ("y", "text", "cat"),
    ),
    ("y missing", fit(X), DataError, ("y is missing", "fit(x, y)")),
    ("x missing", fit(), DataError, ("x",)),
    (
        "y missing in evaluate",
        lambda lab: lab.plain().evaluate(X, verbose=0),
        DataError,
        ("y is missing", "evaluate(x, y)"),
    ),
    (
        "y missing in a batch",
        lambda lab: lab.plain().train_on_batch(X),
        DataError,
        ("plain", "no targets"),
    ),
    (
        "validation labels",
        lambda lab: lab.plain("sparse_categorical_crossentropy", 3, "softmax").fit(
            X, LABELS, validation_data=(X, LABELS + 5), verbose=0
        ),
        DataError,
        ("5 to 7", "3 classes"),
    ),
    (
        "deferred model",
        lambda lab: lab.deferred(
            layers.Dense(2), loss="sparse_categorical_crossentropy"
        ).fit(X, LABELS, verbose=0),
        DataError,
        ("0 to 2", "2 classes"),
    ),
]

VALUES: list[Row] = [
    ("NaN in x", fit(with_value(X, np.nan), Y), DataError, ("x", "NaN", "(7, 0)")),
    ("inf in x", fit(with_value(X, np.inf), Y), DataError, ("x", "infinite", "(7, 0)")),
    ("NaN in y", fit(X, with_value(Y, np.nan)), DataError, ("y", "NaN", "(7, 0)")),
    (
        "NaN in weights",
        fit(X, Y, sample_weight=with_value(Y, np.nan)[:, 0]),
        DataError,
        ("sample_weight", "NaN"),
    ),
    (
        "NaN in validation",
        fit(X, Y, validation_data=(with_value(X, np.nan), Y)),
        DataError,
        ("validation_data", "NaN"),
    ),
    (
        "NaN in evaluate",
        lambda lab: lab.plain().evaluate(X, with_value(Y, np.nan), verbose=0),
        DataError,
        ("evaluate", "y", "NaN"),
    ),
    ("text", fit(np.array([["a"] * 4] * 10), Y), DTypeError, ("x", "text", "'a'")),
    (
        "objects",
        fit(np.array([[1, None, "no", 2]] * 10, dtype=object), Y),
        DTypeError,
        ("x", "objects"),
    ),
    (
        "dates",
        fit(np.full((10, 4), "2020-01-01", "datetime64[D]"), Y),
        DTypeError,
        ("x", "dates"),
    ),
    (
        "class_weight of several outputs",
        lambda lab: lab.double().fit(
            [X, X[:, :2]], [Y, ONE_HOT], class_weight={0: 1.0}, verbose=0
        ),
        ValueError,
        ("class_weight", "single"),
    ),
    (
        "class_weight and sample_weight",
        fit(X, Y, class_weight={0: 1.0}, sample_weight=np.ones(10)),
        ValueError,
        ("class_weight", "sample_weight", "not both"),
    ),
    (
        "class_weight of another kind",
        fit(X, BITS, class_weight="balanced"),
        TypeError,
        ("class_weight", "dict", "balanced"),
    ),
]

STRUCTURES: list[Row] = [
    (
        "too few inputs",
        lambda lab: lab.double().fit([X], [Y, ONE_HOT], verbose=0),
        ShapeError,
        ("double", "2 input(s)", "'a', 'b'", "got 1"),
    ),
    (
        "one array for two inputs",
        lambda lab: lab.double().fit(X, [Y, ONE_HOT], verbose=0),
        ShapeError,
        ("2 input(s)", "got 1"),
    ),
    (
        "input missing by name",
        lambda lab: lab.double().fit({"a": X, "bb": X[:, :2]}, [Y, ONE_HOT], verbose=0),
        ValueError,
        ("'b'", "bb"),
    ),
    (
        "one target for two outputs",
        lambda lab: lab.double().fit([X, X[:, :2]], Y, verbose=0),
        ValueError,
        ("y", "2 outputs", "'p', 'q'"),
    ),
    (
        "target of an unknown output",
        lambda lab: lab.double().fit([X, X[:, :2]], {"p": Y, "qq": ONE_HOT}, verbose=0),
        ValueError,
        ("qq", "Did you mean 'q'"),
    ),
    (
        "targets swapped",
        lambda lab: lab.double().fit([X, X[:, :2]], [ONE_HOT, Y], verbose=0),
        ShapeError,
        ("(None, 3)", "(None, 1)"),
    ),
    (
        "inputs swapped",
        lambda lab: lab.double().predict([X[:, :2], X], verbose=0),
        ShapeError,
        ("'a'", "(None, 4)", "(10, 2)"),
    ),
    (
        "validation_data is no pair",
        fit(X, Y, validation_data=X),
        DataError,
        ("validation_data", "(x, y)"),
    ),
    (
        "validation_data of four",
        fit(X, Y, validation_data=(X, Y, Y, Y)),
        DataError,
        ("validation_data", "length 4"),
    ),
    (
        "y beside a generator",
        lambda lab: lab.plain().fit(iter([(X, Y)]), Y, verbose=0),
        DataError,
        ("x", "y", "(x, y)"),
    ),
    (
        "batch of four",
        lambda lab: lab.plain().fit(iter([(X, Y, Y, Y)]), verbose=0),
        DataError,
        ("(x, y)", "4 elements"),
    ),
    (
        "empty generator",
        lambda lab: lab.plain().fit(iter(()), verbose=0),
        DataError,
        ("no batch",),
    ),
    (
        "text from a generator",
        lambda lab: lab.plain().fit(iter([("word", Y)]), verbose=0),
        DTypeError,
        ("x", "text", "word"),
    ),
    (
        "validation_split of a generator",
        lambda lab: lab.plain().fit(iter([(X, Y)]), validation_split=0.5, verbose=0),
        ValueError,
        ("validation_split", "validation_data"),
    ),
]

NUMBERS: list[Row] = [
    ("batch_size 0", fit(X, Y, batch_size=0), ValueError, ("batch_size", "0")),
    ("batch_size -4", fit(X, Y, batch_size=-4), ValueError, ("batch_size", "-4")),
    ("batch_size 2.5", fit(X, Y, batch_size=2.5), ValueError, ("batch_size", "2.5")),
    ("epochs -1", fit(X, Y, epochs=-1), ValueError, ("epochs", "-1")),
    ("epochs as text", fit(X, Y, epochs="3"), ValueError, ("epochs", "'3'")),
    ("initial_epoch", fit(X, Y, initial_epoch=-2), ValueError, ("initial_epoch", "-2")),
    ("steps 0", fit(X, Y, steps_per_epoch=0), ValueError, ("steps", "0")),
    (
        "validation_steps",
        fit(X, Y, validation_data=(X, Y), validation_steps=-1),
        ValueError,
        ("steps", "-1"),
    ),
    (
        "validation_batch_size",
        fit(X, Y, validation_data=(X, Y), validation_batch_size=-1),
        ValueError,
        ("batch_size", "-1"),
    ),
    (
        "split 1",
        fit(X, Y, validation_split=1.0),
        ValueError,
        ("validation_split", "1.0"),
    ),
    ("split -1", fit(X, Y, validation_split=-0.5), ValueError, ("validation_split",)),
    ("split .999", fit(X, Y, validation_split=0.999), DataError, ("0.999", "10 rows")),
    (
        "validation_freq",
        fit(X, Y, validation_data=(X, Y), validation_freq=0),
        ValueError,
        ("validation_freq", "0"),
    ),
    ("verbose", fit(X, Y, verbose=5), ValueError, ("verbose", "5")),
    ("shuffle", fit(X, Y, shuffle="bacth"), ValueError, ("shuffle", "'bacth'")),
    (
        "predict batch_size",
        lambda lab: lab.plain().predict(X, batch_size=0),
        ValueError,
        ("batch_size", "0"),
    ),
    (
        "steps_per_execution",
        lambda lab: lab.plain(steps_per_execution=0),
        ValueError,
        ("steps_per_execution", "0"),
    ),
    (
        "units",
        lambda lab: layers.Dense(-3),
        ValueError,
        ("Dense", "units", "-3"),
    ),
    ("rate", lambda lab: layers.Dropout(1.5), ValueError, ("Dropout", "rate", "1.5")),
    (
        "learning_rate",
        lambda lab: keras.optimizers.SGD(learning_rate="fast"),
        (TypeError, ValueError),
        ("learning_rate", "fast"),
    ),
]

NAMES: list[Row] = [
    (
        "optimizer",
        lambda lab: lab.plain().compile("adm", "mse"),
        ValueError,
        ("optimizer", "'adm'", "'adam'"),
    ),
    (
        "loss",
        lambda lab: lab.plain().compile("sgd", "mean_square_error"),
        ValueError,
        ("loss", "'mean_square_error'", "'mean_squared_error'"),
    ),
    (
        "loss in a list",
        lambda lab: lab.plain().compile("sgd", ["mes"]),
        ValueError,
        ("loss", "'mes'", "'mse'"),
    ),
    (
        "metric",
        lambda lab: lab.plain().compile("sgd", "mse", metrics=["acuracy"]),
        ValueError,
        ("metric", "'acuracy'", "'accuracy'"),
    ),
    (
        "activation",
        lambda lab: layers.Dense(2, activation="rleu"),
        ValueError,
        ("activation", "'rleu'", "'relu'"),
    ),
    (
        "initializer",
        lambda lab: layers.Dense(2, kernel_initializer="glorot_unifrom"),
        ValueError,
        ("initializer", "glorot_uniform"),
    ),
    (
        "regularizer",
        lambda lab: layers.Dense(2, kernel_regularizer="l3"),
        ValueError,
        ("regularizer", "'l3'"),
    ),
    (
        "constraint",
        lambda lab: layers.Dense(2, kernel_constraint="non_neggative"),
        ValueError,
        ("constraint", "non_neg"),
    ),
    (
        "layer argument",
        lambda lab: layers.Dense(2, activatoin="relu"),
        TypeError,
        ("Dense", "'activatoin'", "'activation'"),
    ),
    (
        "optimizer argument",
        lambda lab: keras.optimizers.Adam(lr=0.1),
        TypeError,
        ("Adam", "'lr'", "learning_rate"),
    ),
    (
        "padding",
        lambda lab: layers.Conv2D(2, 3, padding="smae"),
        ValueError,
        ("Conv2D", "padding", "'smae'", "'same'"),
    ),
    (
        "dtype",
        lambda lab: layers.Dense(2, dtype="flaot32"),
        ValueError,
        ("flaot32", "float32"),
    ),
    (
        "layer name",
        lambda lab: lab.plain().get_layer("ouut"),
        ValueError,
        ("'ouut'", "'out'"),
    ),
    (
        "loss of an unknown output",
        lambda lab: fitted(lab, loss={"pp": "mse"}),
        ValueError,
        ("loss", "'pp'", "'p'"),
    ),
    (
        "metrics of an unknown output",
        lambda lab: fitted(lab, loss="mse", metrics={"pp": ["mae"]}),
        ValueError,
        ("metrics", "'pp'", "'p'"),
    ),
    (
        "too many losses",
        lambda lab: fitted(lab, loss=["mse", "mse", "mse"]),
        ValueError,
        ("loss", "3", "2 output(s)"),
    ),
    (
        "loss_weights",
        lambda lab: fitted(lab, loss="mse", loss_weights=[1.0]),
        ValueError,
        ("loss_weights", "1", "2 output(s)"),
    ),
    (
        "metrics as one flat list",
        lambda lab: fitted(lab, loss="mse", metrics=["mae"]),
        ValueError,
        ("metrics", "2 outputs", "dictionary"),
    ),
    (
        "loss_weights as text",
        lambda lab: fitted(lab, loss="mse", loss_weights=["much", "little"]),
        TypeError,
        ("loss_weights", "much"),
    ),
]


def fitted(lab: Lab, **settings: Any) -> Any:
    model = lab.double()
    model.compile("sgd", **settings)
    return model.fit([X, X[:, :2]], [Y, ONE_HOT], verbose=0)


class NoSuper(layers.Layer):
    def __init__(self) -> None:
        self.inner = layers.Dense(1)


class NoCall(keras.Model):
    pass


OBJECTS: list[Row] = [
    (
        "fit before compile",
        lambda lab: keras.Sequential([keras.Input((4,)), layers.Dense(1)]).fit(X, Y),
        NotBuiltError,
        ("compile(", "fit"),
    ),
    (
        "evaluate before compile",
        lambda lab: keras.Sequential([layers.Dense(1)]).evaluate(X, Y),
        NotBuiltError,
        ("compile(", "evaluate"),
    ),
    (
        "compile without optimizer",
        lambda lab: compiled(lab, optimizer=None, loss="mse").fit(X, Y, verbose=0),
        ValueError,
        ("optimizer",),
    ),
    (
        "compile without loss",
        lambda lab: compiled(lab, optimizer="sgd").fit(X, Y, verbose=0),
        ValueError,
        ("loss", "compile()"),
    ),
    (
        "no layers",
        lambda lab: lab.deferred(layers.Dense(1)).pop() and keras.Sequential()(X),
        NotBuiltError,
        ("sequential", "no layers"),
    ),
    (
        "count_params before build",
        lambda lab: keras.Sequential([layers.Dense(1)]).count_params(),
        NotBuiltError,
        ("build",),
    ),
    (
        "set_weights before build",
        lambda lab: layers.Dense(1, name="early").set_weights([X]),
        NotBuiltError,
        ("early", "build"),
    ),
    (
        "set_weights of other shapes",
        lambda lab: lab.plain().set_weights([np.zeros((4, 2)), np.zeros(1)]),
        ShapeError,
        ("kernel", "(4, 1)", "(4, 2)"),
    ),
    (
        "set_weights of another number",
        lambda lab: lab.plain().set_weights([np.zeros((4, 1))]),
        ShapeError,
        ("1 arrays", "2 weights"),
    ),
    (
        "optimizer class",
        lambda lab: lab.plain().compile(keras.optimizers.Adam, "mse"),
        TypeError,
        ("Adam", "class", "Adam(...)"),
    ),
    (
        "any class as loss",
        lambda lab: lab.plain().compile("sgd", NoSuper),
        TypeError,
        ("loss", "NoSuper"),
    ),
    (
        "number as loss",
        lambda lab: lab.plain().compile("sgd", 3),
        ValueError,
        ("3", "loss"),
    ),
    (
        "number as metric",
        lambda lab: lab.plain().compile("sgd", "mse", metrics=[3]),
        ValueError,
        ("metric", "3"),
    ),
    (
        "layer class",
        lambda lab: keras.Sequential([layers.Dense]),
        TypeError,
        ("Dense", "class", "Dense(...)"),
    ),
    (
        "function as layer",
        lambda lab: keras.Sequential([np.tanh]),
        TypeError,
        ("layer", "Lambda"),
    ),
    (
        "activation class",
        lambda lab: layers.Dense(1, activation=layers.ReLU),
        (TypeError, ValueError),
        ("activation", "ReLU"),
    ),
    (
        "callback class",
        fit(X, Y, callbacks=[keras.callbacks.EarlyStopping]),
        TypeError,
        ("EarlyStopping()", "class"),
    ),
    (
        "function as callback",
        fit(X, Y, callbacks=[print]),
        TypeError,
        ("callbacks", "LambdaCallback"),
    ),
    (
        "layer without super().__init__()",
        lambda lab: NoSuper(),
        RuntimeError,
        ("NoSuper", "super().__init__()"),
    ),
    (
        "model without call",
        lambda lab: NoCall()(X),
        NotBuiltError,
        ("NoCall", "call"),
    ),
    (
        "two layers of one name",
        lambda lab: keras.Sequential(
            [layers.Dense(1, name="n"), layers.Dense(1, name="n")]
        ),
        ValueError,
        ("'n'", "unique"),
    ),
    (
        "two layers of one name in a graph",
        lambda lab: same_names(),
        ValueError,
        ("'twin'", "unique"),
    ),
    (
        "outputs that do not depend on the inputs",
        lambda lab: keras.Model(
            keras.Input((2,), name="i"), layers.Dense(1)(keras.Input((2,)))
        ),
        ValueError,
        ("depend", "'i'"),
    ),
    (
        "array as output",
        lambda lab: keras.Model(keras.Input((2,)), X),
        ValueError,
        ("outputs", "Input"),
    ),
    (
        "inputs without outputs",
        lambda lab: keras.Model(inputs=keras.Input((2,))),
        ValueError,
        ("outputs",),
    ),
    (
        "name of another kind",
        lambda lab: layers.Dense(2, name=3),
        TypeError,
        ("name", "3"),
    ),
]


def same_names() -> Any:
    x = keras.Input((2,))
    return keras.Model(x, layers.Dense(1, name="twin")(layers.Dense(2, name="twin")(x)))


def compiled(lab: Lab, **settings: Any) -> Any:
    model = lab.plain()
    model.compile(**settings)
    return model


FITTING: list[Row] = [
    (
        "Input of a number",
        lambda lab: keras.Input(4),
        ShapeError,
        ("shape=(4,)",),
    ),
    (
        "input_shape of a number",
        lambda lab: layers.Dense(1, input_shape=8),
        ShapeError,
        ("Dense", "input_shape=(8,)"),
    ),
    (
        "negative size",
        lambda lab: keras.Input((-3,)),
        ShapeError,
        ("-3",),
    ),
    (
        "image without channels",
        lambda lab: keras.Sequential(
            [layers.Conv2D(2, 3, input_shape=(28, 28), name="eye")]
        ),
        ShapeError,
        ("eye", "4 axes", "(None, 28, 28)"),
    ),
    (
        "kernel larger than the image",
        lambda lab: keras.Sequential(
            [keras.Input((2, 2, 1)), layers.Conv2D(2, 5, name="eye")]
        ),
        ShapeError,
        ("eye", "5", "2"),
    ),
    (
        "dense over unknown size",
        lambda lab: keras.Sequential([keras.Input((None,)), layers.Dense(1, name="d")]),
        ShapeError,
        ("d", "None"),
    ),
    (
        "flatten of unknown sizes before dense",
        lambda lab: keras.Sequential(
            [keras.Input((None, 3)), layers.Flatten(), layers.Dense(1, name="d")]
        ),
        ShapeError,
        ("d", "None"),
    ),
    (
        "reshape",
        lambda lab: keras.Sequential(
            [keras.Input((6,)), layers.Reshape((4,), name="r")]
        ),
        ShapeError,
        ("r", "6", "(4,)"),
    ),
    (
        "concatenate",
        lambda lab: layers.Concatenate(axis=1, name="join")(
            [np.zeros((1, 2, 3)), np.zeros((1, 2, 4))]
        ),
        ShapeError,
        ("join", "(1, 2, 3)", "(1, 2, 4)"),
    ),
    (
        "add",
        lambda lab: layers.Add(name="plus")([np.zeros((1, 2)), np.zeros((1, 3))]),
        ShapeError,
        ("plus", "(1, 2)", "(1, 3)"),
    ),
    (
        "lstm over two axes",
        lambda lab: keras.Sequential(
            [keras.Input((4,)), layers.LSTM(2, name="memory")]
        ),
        ShapeError,
        ("memory", "rank 3", "(None, 4)"),
    ),
    (
        "data for another input_shape",
        lambda lab: lab.watch(
            keras.Sequential([layers.Dense(1, input_shape=(3,), name="d")])
        )(X),
        ShapeError,
        ("(None, 3)", "(10, 4)"),
    ),
    (
        "embedding beyond its rows",
        lambda lab: keras.Sequential(
            [keras.Input((2,)), layers.Embedding(3, 2, name="words")]
        )(np.array([[1, 7]])),
        (ValueError, IndexError),
        ("words", "7", "3"),
    ),
]

ALL = [
    pytest.param(*row[1:], id=f"{group}: {row[0]}")
    for group, rows in {
        "shape": SHAPES,
        "target": TARGETS,
        "value": VALUES,
        "structure": STRUCTURES,
        "number": NUMBERS,
        "name": NAMES,
        "object": OBJECTS,
        "fitting": FITTING,
    }.items()
    for row in rows
]


@pytest.mark.parametrize(("action", "kind", "words"), ALL)
def test_is_refused_in_words(action: Action, kind: Any, words: tuple[str, ...]) -> None:
    lab = Lab()
    with pytest.raises(kind) as caught:
        action(lab)
    text = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    missing = [word for word in words if word not in text]
    assert not missing, f"{missing} not in: {text}"
    lab.unchanged()


def test_generator_that_runs_out_keeps_the_epochs_it_served() -> None:
    lab = Lab()
    model = lab.plain()
    with pytest.raises(DataError, match=r"used up.*steps_per_epoch \* epochs"):
        model.fit(iter([(X, Y), (X, Y)]), steps_per_epoch=2, epochs=2, verbose=0)
    assert int(model.optimizer.iterations) == 2
    assert len(model.history.history["loss"]) == 1


def test_a_refused_model_can_be_trained_afterwards() -> None:
    lab = Lab()
    model = lab.deferred(layers.Dense(3), layers.Dense(1))
    for x, y in ((X[:, 0], Y), (X, Y[:3]), (with_value(X, np.nan), Y)):
        with pytest.raises(ValueError):
            model.fit(x, y, verbose=0)
    assert len(model.fit(X, Y, verbose=0).history["loss"]) == 1


def test_text_column_of_a_data_frame_is_named() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"size": [1.0, 2.0], "colour": ["red", "blue"]})
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(DTypeError, match=re.compile("x.*red", re.DOTALL)):
        model.fit(frame, np.zeros(2), verbose=0)


@pytest.mark.gpu
def test_arrays_of_two_devices_are_refused() -> None:
    cupy = pytest.importorskip("cupy")
    if not cupy.cuda.is_available():
        pytest.skip("needs a CUDA device")
    host, device = keras.Tensor(X), keras.Tensor(cupy.asarray(X))
    with pytest.raises(keras.errors.DeviceError, match="cpu"):
        host + device
