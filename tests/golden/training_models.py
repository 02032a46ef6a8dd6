"""Define four small trainings that any Keras-like library can run step by step.

``build(keras, name)`` returns a compiled model whose weights come from a recipe, and
``batches(name)`` the fifty batches; both depend on nothing but NumPy's Philox stream,
so two libraries that agree print the same fifty losses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

STEPS = 50
Batch = tuple[np.ndarray, np.ndarray]


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


# ---- weights ----


def weight_values(shapes: list[tuple[int, ...]], seed: int) -> list[np.ndarray]:
    """Return fan-in scaled normals for matrices and kernels, zeros for biases."""
    rng = _generator(seed)
    values = []
    for shape in shapes:
        value = np.zeros(shape)
        if len(shape) > 1:
            value = rng.standard_normal(shape) / np.sqrt(np.prod(shape[:-1]))
        values.append(value.astype(np.float32))
    return values


# ---- batches ----


def _mnist_cnn(rng: np.random.Generator) -> Batch:
    """Draw a smooth bump on a 28 x 28 image; its class is where the bump lies."""
    count = 32
    row, column = rng.uniform(6, 22, (2, count, 1, 1))
    width = rng.uniform(2, 5, (count, 1, 1))
    grid = np.arange(28.0)
    distance = (grid[None, :, None] - row) ** 2 + (grid[None, None, :] - column) ** 2
    image = np.exp(-distance / (2 * width**2)) + 0.3 * rng.random((count, 28, 28))
    label = 5 * (row > 14) + np.floor((column - 6) / 3.2001)
    x = np.clip(image, 0, 1)[..., None].astype(np.float32)
    return x, label.ravel().astype(np.int32)


def _pima(rng: np.random.Generator) -> Batch:
    """Draw eight raw clinical readings on the scales of the Pima table."""
    centre = np.array([3.8, 120.9, 69.1, 20.5, 79.8, 32.0, 0.47, 33.2])
    spread = np.array([3.4, 32.0, 19.4, 16.0, 115.2, 7.9, 0.33, 11.8])
    x = np.abs(centre + spread * rng.standard_normal((10, 8)))
    risk = (x[:, 1] - 120) / 30 + (x[:, 5] - 32) / 8 + 0.5 * rng.standard_normal(10)
    return x.astype(np.float32), (risk > 0.5).astype(np.float32)[:, None]


def _binary_classifier(rng: np.random.Generator) -> Batch:
    """Draw rows of ten integers below a hundred, labelled by four conditions."""
    f = rng.integers(0, 100, (32, 10))
    label = ((f[:, 0] > 67) & (f[:, 1] < 32)) | (
        (f[:, 2] % 7 < 3) & (f[:, 3] % 30 > 12)
    )
    return (f / 100).astype(np.float32), label.astype(np.float32)[:, None]


CHARACTERS = "0123456789+ "


def _one_hot(texts: list[str]) -> np.ndarray:
    codes = [[CHARACTERS.index(letter) for letter in text] for text in texts]
    return np.eye(len(CHARACTERS), dtype=np.float32)[np.array(codes)]


def _decimal_addition(rng: np.random.Generator) -> Batch:
    """Draw sums of two numbers of up to three digits, spelled out and padded."""
    pairs = rng.integers(0, 10 ** rng.integers(1, 4, (32, 2)))
    questions = [f"{a}+{b}".ljust(7) for a, b in pairs]
    answers = [str(a + b).ljust(4) for a, b in pairs]
    return _one_hot(questions), _one_hot(answers)


_BATCH: dict[str, Callable[[np.random.Generator], Batch]] = {
    "mnist_cnn": _mnist_cnn,
    "pima": _pima,
    "binary_classifier": _binary_classifier,
    "decimal_addition": _decimal_addition,
}
NAMES = tuple(_BATCH)


def batches(name: str) -> Iterator[Batch]:
    """Yield the `STEPS` batches of training `name`, the same on every call."""
    rng = _generator(1000 + NAMES.index(name))
    for _ in range(STEPS):
        yield _BATCH[name](rng)


# ---- models ----

# Pima's raw readings saturate the sigmoid under most draws; this one learns.
_WEIGHT_SEED = {
    "mnist_cnn": 2000,
    "pima": 2002,
    "binary_classifier": 2002,
    "decimal_addition": 2003,
}


def _layers(keras: Any, name: str) -> list[Any]:
    k = keras.layers
    if name == "mnist_cnn":
        return [
            keras.Input((28, 28, 1)),
            k.Conv2D(32, 3, activation="relu"),
            k.Conv2D(64, 3, activation="relu"),
            k.MaxPooling2D(2),
            k.Dropout(0.0),
            k.Flatten(),
            k.Dense(128, activation="relu"),
            k.Dropout(0.0),
            k.Dense(10, activation="softmax"),
        ]
    if name == "pima":
        return [
            keras.Input((8,)),
            k.Dense(12, activation="relu"),
            k.Dense(8, activation="relu"),
            k.Dense(1, activation="sigmoid"),
        ]
    if name == "binary_classifier":
        return [
            keras.Input((10,)),
            k.Dense(64, activation="relu"),
            k.Dense(64, activation="tanh"),
            k.Dense(1, activation="sigmoid"),
        ]
    return [
        keras.Input((7, len(CHARACTERS))),
        k.LSTM(128),
        k.RepeatVector(4),
        k.LSTM(128, return_sequences=True),
        k.TimeDistributed(k.Dense(len(CHARACTERS), activation="softmax")),
    ]


# A pooling window or a ReLU within a rounding error of a tie may fall either way, and
# a large rate lets one such event grow past 1e-4 in fifty steps. Under this rate and
# image noise, weights perturbed by 1e-6 move no loss of the CNN by more than 3e-6.
_COMPILE: dict[str, tuple[str, dict[str, float], str]] = {
    "mnist_cnn": ("Adam", {"learning_rate": 3e-5}, "sparse_categorical_crossentropy"),
    "pima": ("Adam", {}, "binary_crossentropy"),
    "binary_classifier": ("RMSprop", {}, "binary_crossentropy"),
    "decimal_addition": ("Adam", {}, "categorical_crossentropy"),
}


def build(keras: Any, name: str) -> Any:
    """Return the compiled model of training `name` with its recipe's weights."""
    model = keras.Sequential(_layers(keras, name))
    shapes = [tuple(weight.shape) for weight in model.weights]
    model.set_weights(weight_values(shapes, _WEIGHT_SEED[name]))
    optimizer, settings, loss = _COMPILE[name]
    model.compile(optimizer=getattr(keras.optimizers, optimizer)(**settings), loss=loss)
    return model


def losses(keras: Any, name: str) -> list[float]:
    """Return the loss of every single step of training `name`."""
    model = build(keras, name)
    found = []
    for x, y in batches(name):
        # train_on_batch reports a mean since the last reset; ask for this step alone.
        model.reset_metrics()
        found.append(float(model.train_on_batch(x, y)))
    return found


def fingerprint(name: str) -> float:
    """Return a number that changes if the random stream behind the batches does."""
    x, y = next(batches(name))
    return float(np.sum(x, dtype=np.float64) + np.sum(y, dtype=np.float64))
