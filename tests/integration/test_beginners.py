"""Mistakes of beginners with layers and models: each message says what to do.

Each row of the table: a name, what is done, the kind of error, and words its message
must hold: what came, what was wanted, and the way out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cornu as keras
from cornu import layers
from cornu.errors import DTypeError as NotNumbers
from cornu.errors import FileFormatError, NotBuiltError, SafetyError, ShapeError

X = np.linspace(-1, 1, 40, dtype=np.float32).reshape(10, 4)

Action = Callable[[Path], Any]
Row = tuple[str, Action, type[Exception], tuple[str, ...]]


def stack(*parts: Any, shape: tuple[int | None, ...] = (4,)) -> Any:
    return keras.Sequential([keras.Input(shape), *parts])


def pair() -> Any:
    a, b = keras.Input((4,), name="a"), keras.Input((2,), name="b")
    return keras.Model({"a": a, "b": b}, layers.concatenate([a, b]))


class Silent(layers.Layer):
    """Forget to return."""

    def call(self, x: Any) -> Any:
        self.seen = x * 2


class NameFirst(layers.Layer):
    """Make a weight as older versions of Keras took it."""

    def build(self, shape: Any) -> None:
        self.w = self.add_weight("w", (4, 4))

    def call(self, x: Any) -> Any:
        return x @ self.w


class NoInit(layers.Layer):
    """Forget super().__init__()."""

    def __init__(self) -> None:
        self.part = layers.Dense(3)


class NoCall(layers.Layer):
    """Define nothing."""


class Holder(layers.Layer):
    """Take what no config can hold."""

    def __init__(self, thing: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.thing = thing

    def call(self, x: Any) -> Any:
        return x


class Strict(keras.Model):
    """Take no keywords."""

    def __init__(self) -> None:
        super().__init__()
        self.part = layers.Dense(1)

    def call(self, x: Any) -> Any:
        return self.part(x)


def set_weights(*arrays: Any) -> Action:
    def act(folder: Path) -> None:
        layer = layers.Dense(3, name="out")
        layer.build((None, 4))
        layer.set_weights(list(arrays))

    return act


def save_and_load(model: Callable[[], Any], **settings: Any) -> Action:
    def act(folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model().save(folder / "m.keras")
        keras.models.load_model(folder / "m.keras", **settings)

    return act


def load_other(folder: Path) -> None:
    stack(layers.Dense(1)).save_weights(folder / "m.weights.h5")
    stack(layers.Dense(2)).load_weights(folder / "m.weights.h5")


def load_text(folder: Path) -> None:
    (folder / "m.keras").write_text("hello")
    keras.models.load_model(folder / "m.keras")


def walk_symbol(folder: Path) -> None:
    for _ in keras.Input((4,)):
        pass


def lonely(folder: Path) -> None:
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    keras.Model(a, layers.add([a, b]))


MAKING: list[Row] = [
    (
        "units as text",
        lambda _: layers.Dense("10"),
        ValueError,
        ("Dense: units must be a positive integer", "'10' (str)"),
    ),
    (
        "units left out",
        lambda _: layers.Dense(),
        TypeError,
        ("Dense: 'units' must be given", "Dense(units=..., ...)"),
    ),
    (
        "kernel left out",
        lambda _: layers.Conv2D(8),
        TypeError,
        ("Conv2D: 'kernel_size' must be given", "kernel_size=..."),
    ),
    (
        "kernel of three axes",
        lambda _: layers.Conv2D(8, (3, 3, 3)),
        ValueError,
        ("Conv2D: kernel_size", "a tuple of 2", "(3, 3, 3)"),
    ),
    (
        "misspelled keyword",
        lambda _: layers.Dense(3, kernel_initialiser="zeros"),
        TypeError,
        ("Dense", "'kernel_initialiser'", "Did you mean 'kernel_initializer'?"),
    ),
    (
        "misspelled activation",
        lambda _: layers.Dense(3, activation="rellu"),
        ValueError,
        ("Unknown activation: 'rellu'", "Did you mean 'relu'?", "Dense(units=3"),
    ),
    (
        "number for a regularizer",
        lambda _: layers.Dense(3, kernel_regularizer=0.01),
        ValueError,
        ("0.01 (float) as a regularizer", "kernel_regularizer=0.01"),
    ),
    (
        "padding of NumPy",
        lambda _: layers.Conv2D(3, 3, padding="full"),
        ValueError,
        ("Conv2D: unknown padding 'full'", "'valid', 'same'"),
    ),
    (
        "rate in percent",
        lambda _: layers.Dropout(50),
        ValueError,
        ("Dropout: rate must be a number from 0 to 1", "50"),
    ),
    (
        "trainable as text",
        lambda _: layers.Dense(3, trainable="no"),
        TypeError,
        ("Dense: trainable must be True or False", "'no' (str)"),
    ),
    (
        "misspelled layer",
        lambda _: layers.Convolutional2D(3, 3),  # type: ignore[attr-defined]
        AttributeError,
        ("'Convolutional2D'", "Did you mean 'Convolution2D'?"),
    ),
    (
        "slash in a name",
        lambda _: layers.Dense(3, name="a/b"),
        ValueError,
        ("Dense: name 'a/b'", "'/'"),
    ),
    (
        "bidirectional Dense",
        lambda _: layers.Bidirectional(layers.Dense(3)),
        ValueError,
        ("Bidirectional: layer must be a recurrent layer", "LSTM"),
    ),
]

STACKING: list[Row] = [
    (
        "class, not a layer",
        lambda _: keras.Sequential([layers.Dense(4), layers.Flatten]),
        TypeError,
        ("got the class Flatten", "Flatten(...)"),
    ),
    (
        "result of a call in a stack",
        lambda _: keras.Sequential([layers.Dense(1, name="d")(keras.Input((4,)))]),
        ValueError,
        ("result of calling 'd', not a layer", "keras.Model(inputs, outputs)"),
    ),
    (
        "same layer twice",
        lambda _: (lambda d: stack(d, d))(layers.Dense(4, name="d")),
        ValueError,
        ("'d' is already in it", "make another one"),
    ),
    (
        "same name twice",
        lambda _: stack(layers.Dense(4, name="d"), layers.Dense(4, name="d")),
        ValueError,
        ("two layers are named 'd'", "name="),
    ),
    (
        "Input in the middle",
        lambda _: keras.Sequential([layers.Dense(1, name="d"), keras.Input((4,))]),
        ValueError,
        ("Input(...) must be the first entry", "'d' is already there"),
    ),
    (
        "text for a layer",
        lambda _: keras.Sequential(["dense"]),
        TypeError,
        ("expected a layer, got str: 'dense'", "Lambda"),
    ),
    (
        "image without channels",
        lambda _: stack(layers.Conv2D(8, 3, name="c"), shape=(28, 28)),
        ShapeError,
        ("'c' (Conv2D)", "4 axes, got 3", "channels", "x[..., None]"),
    ),
    (
        "Flatten before a convolution",
        lambda _: stack(layers.Flatten(), layers.Conv2D(8, 3), shape=(28, 28, 1)),
        ShapeError,
        ("(None, 784)", "as Flatten does", "Reshape"),
    ),
    (
        "stacked LSTMs",
        lambda _: stack(layers.LSTM(3), layers.LSTM(3, name="second"), shape=(5, 4)),
        ShapeError,
        ("'second' (LSTM)", "(None, 3)", "return_sequences=True"),
    ),
    (
        "sequence into RepeatVector",
        lambda _: stack(layers.RepeatVector(3), shape=(5, 4)),
        ShapeError,
        ("2 axes, got 3", "return_sequences=False"),
    ),
    (
        "window larger than the image",
        lambda _: stack(layers.MaxPooling2D(3, name="p"), shape=(2, 2, 1)),
        ShapeError,
        ("'p' (MaxPooling2D)", "has only 2", "padding='same'"),
    ),
    (
        "sizes that do not fit into a shape",
        lambda _: stack(layers.Reshape((3, 3))),
        ShapeError,
        ("Reshape", "4 elements", "target_shape=(3, 3)"),
    ),
    (
        "unknown size before Dense",
        lambda _: stack(layers.Flatten(), layers.Dense(2), shape=(None, 3)),
        ShapeError,
        ("last axis must be known", "give Input(...) that size"),
    ),
    (
        "shape as a number",
        lambda _: keras.Input(4),
        ShapeError,
        ("shape must be a tuple, got 4", "shape=(4,)"),
    ),
    (
        "data for a shape",
        lambda _: keras.Input(X),
        ShapeError,
        ("array of shape (10, 4)", "Input(shape=(4,))"),
    ),
    (
        "shape for an input",
        lambda _: keras.Model((4,), layers.Dense(1)(keras.Input((4,)))),
        ValueError,
        ("inputs must be symbols", "keras.Input((4,))"),
    ),
    (
        "layer for an output",
        lambda _: keras.Model(keras.Input((4,)), layers.Dense(1)),
        ValueError,
        ("outputs must be symbols", "Dense(...)(x)"),
    ),
    (
        "input left out",
        lonely,
        ValueError,
        ("depend on", "name=b", "not among the inputs ['a']"),
    ),
    (
        "lists that do not match",
        lambda _: layers.Concatenate()([keras.Input((4, 5)), keras.Input((3, 5))]),
        ShapeError,
        ("Concatenate", "(None, 4, 5), (None, 3, 5)", "except on axis -1"),
    ),
    (
        "one tensor to merge",
        lambda _: layers.Add()(keras.Input((4,))),
        ValueError,
        ("Add", "a list of tensors", "layer([a, b])"),
    ),
    (
        "NumPy on a symbol",
        lambda _: np.log(keras.Input((4,))),
        TypeError,
        ("has no value yet", "keras.ops"),
    ),
    (
        "if on a symbol",
        lambda _: bool(keras.Input((4,)) > 0),
        TypeError,
        ("has no value yet", "ops.where"),
    ),
    ("loop over a symbol", walk_symbol, TypeError, ("no length", "keras.ops.map")),
]

CALLING: list[Row] = [
    (
        "weights before they are there",
        lambda _: layers.Dense(3, name="d").kernel,
        AttributeError,
        ("no attribute 'kernel'", "'d' (Dense) is not built yet", "build("),
    ),
    (
        "two tensors, not in a list",
        lambda _: layers.Dense(3)(X, X),
        TypeError,
        ("`training`", "one list: layer([a, b])"),
    ),
    (
        "misspelled argument of a call",
        lambda _: layers.Dropout(0.5)(X, traning=True),
        TypeError,
        ("no argument 'traning'", "Did you mean 'training'?"),
    ),
    (
        "attention to nothing",
        lambda _: layers.MultiHeadAttention(2, 4, name="m")(np.zeros((2, 3, 4))),
        TypeError,
        ("'m' (MultiHeadAttention)", "also needs value", "layer(query, value)"),
    ),
    (
        "text into Dense",
        lambda _: layers.Dense(3)(np.array([["a", "b"]])),
        NotNumbers,
        ("holds text", "StringLookup", "astype('float32')"),
    ),
    (
        "other features than before",
        lambda _: (lambda d: (d(X), d(X[:, :3])))(layers.Dense(3, name="d")),
        ShapeError,
        ("'d' (Dense)", "size 4 on axis -1, as it was built", "(10, 3)"),
    ),
    (
        "index beyond the table",
        lambda _: layers.Embedding(10, 3)(np.array([[1, 11]])),
        IndexError,
        ("input_dim=10", "11", "largest integer plus 1"),
    ),
    (
        "vocabulary not learned",
        lambda _: layers.TextVectorization()(np.array(["a b"])),
        NotBuiltError,
        ("no vocabulary yet", "adapt(data)"),
    ),
    (
        "batch axis in Input",
        lambda _: stack(layers.Dense(1), shape=(None, 4)).predict(X, verbose=0),
        ShapeError,
        ("got (10, 4)", "x[None]", "Input(shape=(4,))"),
    ),
    (
        "one array for two inputs",
        lambda _: pair().predict(X, verbose=0),
        ShapeError,
        ("2 input(s) ['a', 'b'], got 1", "a list in that order"),
    ),
    (
        "dictionary with another name",
        lambda _: pair().predict({"a": X, "c": X[:, :2]}, verbose=0),
        ValueError,
        ("no value for input 'b'", "['a', 'c']", "wanted ['a', 'b']"),
    ),
    (
        "fit before compile",
        lambda _: stack(layers.Dense(1)).fit(X, X, verbose=0),
        NotBuiltError,
        ("call compile(optimizer, loss) before fit()",),
    ),
    (
        "weights transposed",
        set_weights(np.zeros((3, 4)), np.zeros(3)),
        ShapeError,
        ("'out/kernel' has shape (4, 3)", "(3, 4)"),
    ),
    (
        "weights without a bias",
        set_weights(np.zeros((4, 3))),
        ShapeError,
        ("got 1 arrays for 2 weights", "'out/bias'"),
    ),
    (
        "misspelled name of a layer",
        lambda _: stack(layers.Dense(1, name="out")).get_layer("output"),
        ValueError,
        ("no layer 'output'", "Did you mean 'out'?", "['out']"),
    ),
]

OWN: list[Row] = [
    (
        "no super().__init__()",
        lambda _: NoInit(),
        RuntimeError,
        ("NoInit: call super().__init__()", "self.part"),
    ),
    (
        "no call()",
        lambda _: NoCall()(X),
        NotImplementedError,
        ("NoCall has no call() method", "def call(self, inputs)"),
    ),
    (
        "no return",
        lambda _: stack(Silent(), layers.Dense(1, name="d")),
        AttributeError,
        ("'d' (Dense) was called on None", "`return`"),
    ),
    (
        "name before shape",
        lambda _: NameFirst()(X),
        ShapeError,
        ("NameFirst", "got 'w' (str)", "add_weight(shape=(...), name='w')"),
    ),
    (
        "argument that is no setting",
        lambda folder: stack(Holder(object(), name="h")).save(folder / "m.keras"),
        TypeError,
        ("'h' (Holder): argument 'thing'", "get_config()"),
    ),
    (
        "own class, unknown to load_model",
        save_and_load(lambda: stack(Holder(1))),
        FileFormatError,
        ("'Holder'", "custom_objects={'Holder': Holder}", "@register_keras"),
    ),
    (
        "nameless function in a file",
        save_and_load(lambda: stack(layers.Lambda(lambda x: x * 2))),
        SafetyError,
        ("(Lambda)", "Python code", "safe_mode=False"),
    ),
    (
        "clone of a class that takes no keywords",
        lambda _: keras.models.clone_model(Strict()),
        TypeError,
        ("Strict: unknown argument 'name'", "**kwargs"),
    ),
]

FILES: list[Row] = [
    (
        "file that is not there",
        lambda folder: keras.models.load_model(folder / "m.keras"),
        FileNotFoundError,
        ("load_model: there is no file", "m.keras"),
    ),
    ("file of another kind", load_text, FileFormatError, ("m.keras is not a zip",)),
    (
        "no ending",
        lambda folder: stack(layers.Dense(1)).save(folder / "model"),
        ValueError,
        ("must end in '.keras'", "got 'model'", "save_weights()"),
    ),
    (
        "weights of another model",
        load_other,
        ShapeError,
        ("dense", "(4, 2)", "(4, 1)", "skip_mismatch=True"),
    ),
    (
        "dictionary for JSON",
        lambda _: keras.models.model_from_json({"a": 1}),  # type: ignore[arg-type]
        TypeError,
        ("expected a text, got dict", "from_config()"),
    ),
    (
        "misspelled policy",
        lambda _: keras.mixed_precision.set_global_policy("mixed_fp16"),
        ValueError,
        ("'mixed_fp16'", "Did you mean 'mixed_float16'?"),
    ),
]

ROWS = MAKING + STACKING + CALLING + OWN + FILES


@pytest.fixture(autouse=True)
def fresh_names():
    keras.utils.clear_session()


@pytest.mark.parametrize(
    ("action", "kind", "words"),
    [row[1:] for row in ROWS],
    ids=[re.sub(r"\W+", "_", row[0]) for row in ROWS],
)
def test_message(action, kind, words, tmp_path):
    with pytest.raises(kind) as caught:
        action(tmp_path)
    text = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    missing = [word for word in words if word not in text]
    assert not missing, text
    assert len(str(caught.value)) <= 1000


def test_there_are_at_least_thirty():
    assert len(ROWS) >= 30
    assert len({row[0] for row in ROWS}) == len(ROWS)


def test_a_layer_made_in_call_is_told_of():
    class Careless(layers.Layer):
        def call(self, x):
            return layers.Dense(3)(x)

    with pytest.warns(
        UserWarning, match=r"(?s)'careless'.*self\.part = Dense\(\.\.\.\)"
    ):
        Careless()(X)


def test_a_layer_that_is_kept_is_not_told_of():
    class Careful(layers.Layer):
        def __init__(self):
            super().__init__()
            self.part = {"all": [layers.Dense(3)]}

        def call(self, x):
            return self.part["all"][0](x)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Careful()(X)
        stack(Careful(), layers.Bidirectional(layers.LSTM(2)), shape=(3, 4))


def test_python_itself_suggests_attributes():
    code = (
        "import cornu as keras\n"
        "keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)]).sumary()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Did you mean: 'summary'?" in done.stderr


def test_training_may_be_given_by_position():
    layer = layers.Dropout(0.5)
    np.testing.assert_array_equal(layer(X, False), X)
    assert (layer(X, True).numpy() != X).any()


def test_a_traceback_shows_the_caller_alone():
    with pytest.raises(ValueError, match="units") as caught:
        layers.Dense("10")
    files = {entry.path.name for entry in caught.traceback}
    assert files <= {"test_beginners.py", "layer.py"}
